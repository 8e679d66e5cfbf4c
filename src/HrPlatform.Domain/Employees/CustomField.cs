using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Employees;

public enum CustomFieldType
{
    Text,
    Number,
    Date,
    Boolean,
    Select,
}

/// <summary>A field that a tenant added to its employees.</summary>
public sealed class CustomField : AggregateRoot
{
    private string[] _options = [];

    // For the mapper.
    private CustomField()
    {
        Key = "";
        Label = "";
    }

    public CustomFieldId Id { get; private set; }

    /// <summary>The member's name in <c>custom</c>; never changes.</summary>
    public string Key { get; private set; }

    public string Label { get; private set; }

    public CustomFieldType Type { get; private set; }

    /// <summary>Whether each write of an employee must leave it filled.</summary>
    public bool Required { get; private set; }

    /// <summary>The values to choose from; empty unless the type is <see cref="CustomFieldType.Select"/>.</summary>
    public IReadOnlyList<string> Options => _options;

    public static CustomField Create(
        string key,
        string label,
        CustomFieldType type,
        bool required,
        IReadOnlyList<string> options
    )
    {
        CheckOptions(type, options);
        var field = new CustomField
        {
            Id = CustomFieldId.New(),
            Key = key,
            Label = label,
            Type = type,
            Required = required,
            _options = [.. options],
        };
        field.Raise(new DomainEvent("custom_field.created", field.Id.ToString(), []));
        return field;
    }

    /// <summary>False when nothing differs.</summary>
    public bool Change(string label, bool required, IReadOnlyList<string> options)
    {
        CheckOptions(Type, options);
        List<string> changed = [];
        if (Label != label)
            changed.Add("label");
        if (Required != required)
            changed.Add("required");
        if (!Options.SequenceEqual(options, StringComparer.Ordinal))
            changed.Add("options");
        if (changed.Count == 0)
            return false;
        (Label, Required, _options) = (label, required, [.. options]);
        Raise(new DomainEvent("custom_field.updated", Id.ToString(), changed));
        return true;
    }

    public void Delete() => Raise(new DomainEvent("custom_field.deleted", Id.ToString(), []));

    public CustomFieldDefinition Definition => new(Key, Type, Required, Options);

    private static void CheckOptions(CustomFieldType type, IReadOnlyList<string> options)
    {
        if (type == CustomFieldType.Select && options.Count == 0)
            throw new DomainException("options-needed", "A field to select from needs options.", "options");
        if (type != CustomFieldType.Select && options.Count > 0)
            throw new DomainException("options-not-allowed", "Only fields of type select have options.", "options");
        if (options.Distinct(StringComparer.Ordinal).Count() != options.Count)
            throw new DomainException("duplicate-option", "Each option stands once.", "options");
    }
}
