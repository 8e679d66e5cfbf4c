using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Common;

namespace HrPlatform.Application.Common;

/// <summary>Something of a catalogue, named by its id or by its name.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Reference<TId>
    where TId : struct, ITypedId<TId>
{
    internal Reference(TId? id, string? name)
    {
        Id = id;
        Name = name;
    }

    public TId? Id { get; }

    public string? Name { get; }

    public override string ToString() => Id?.ToString() ?? Name ?? "";
}

public static partial class Reference
{
    public static Reference<TId> Of<TId>(TId id)
        where TId : struct, ITypedId<TId> => new(id, null);

    public static Reference<TId> Named<TId>(string name)
        where TId : struct, ITypedId<TId> => new(null, name);

    /// <param name="text">An id or a name.</param>
    /// <param name="pointer">Where it stands, for the error.</param>
    /// <exception cref="ProblemException">400 when the text is an id of another kind.</exception>
    public static Reference<TId> Parse<TId>(string text, string pointer)
        where TId : struct, ITypedId<TId>
    {
        text = text.Trim();
        if (TId.TryParse(text, null, out var id))
            return new Reference<TId>(id, null);
        if (!LooksLikeId().IsMatch(text))
            return new Reference<TId>(null, text);
        var message = $"Expected an id that starts with '{TId.Prefix}_', or a name.";
        throw new ProblemException(ProblemCatalog.InvalidId, message, new FieldError(pointer, "invalid-id", message));
    }

    [GeneratedRegex("^[a-z]{3}_[0-9a-z]{26}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex LooksLikeId();
}
