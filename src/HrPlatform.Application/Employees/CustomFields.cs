using System.Text.RegularExpressions;
using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Organization;
using HrPlatform.Domain.Employees;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Employees;

public sealed record CustomFieldView(
    CustomFieldId Id,
    string Key,
    string Label,
    CustomFieldType Type,
    bool Required,
    IReadOnlyList<string> Options,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>All custom fields in the order of their keys; there are at most <see cref="MaxFields"/>.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListCustomFields : IQuery<IReadOnlyList<CustomFieldView>>
{
    public const int MaxFields = 100;
}

[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetCustomField(CustomFieldId Id) : IQuery<CustomFieldView>;

[RequiresScope(Scopes.OrganizationWrite)]
public sealed record CreateCustomField(
    string Key,
    string Label,
    CustomFieldType Type,
    bool Required,
    IReadOnlyList<string> Options
) : ICommand<CustomFieldView>;

/// <summary>Changes what is present; key and type stay what they are.</summary>
[RequiresScope(Scopes.OrganizationWrite)]
public sealed record ChangeCustomField(
    CustomFieldId Id,
    Optional<string?> Label,
    Optional<bool?> Required,
    Optional<IReadOnlyList<string>?> Options,
    VersionMatch Match
) : ICommand<CustomFieldView>;

/// <summary>Refused while an employee has a value in the field.</summary>
[RequiresScope(Scopes.OrganizationWrite)]
public sealed record DeleteCustomField(CustomFieldId Id, VersionMatch Match) : ICommand<Unit>;

internal sealed partial class CreateCustomFieldValidator : AbstractValidator<CreateCustomField>
{
    public CreateCustomFieldValidator()
    {
        RuleFor(command => command.Key)
            .Must(key => Key().IsMatch(key))
            .WithErrorCode("invalid-key")
            .WithMessage("A letter, then letters, digits or _, at most 40 characters.")
            .OverridePropertyName("key");
        this.CatalogueText("label", command => command.Label, maxLength: 100, required: true);
        this.CustomFieldOptions(command => command.Options);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Key();
}

internal sealed class ChangeCustomFieldValidator : AbstractValidator<ChangeCustomField>
{
    public ChangeCustomFieldValidator()
    {
        this.CatalogueText("label", command => command.Label, maxLength: 100, required: true);
        this.CustomFieldOptions(command => command.Options.Value ?? []);
        RuleFor(command => command.Required)
            .Must(required => !required.IsPresent || required.Value is not null)
            .WithErrorCode("required")
            .WithMessage("true or false is expected.")
            .OverridePropertyName("required");
    }
}

internal static class CustomFieldOptionRules
{
    public static void CustomFieldOptions<T>(
        this AbstractValidator<T> validator,
        Func<T, IReadOnlyList<string>> optionsOf
    ) =>
        validator
            .RuleFor(command => command)
            .Custom(
                (command, context) =>
                {
                    var options = optionsOf(command);
                    if (options.Count > 200)
                        context.Report([new FieldError("options", "too-many", "At most 200 options.")]);
                    for (var i = 0; i < Math.Min(options.Count, 200); i++)
                    {
                        if (string.IsNullOrWhiteSpace(options[i]))
                            context.Report([new FieldError($"options/{i}", "required", "A value is required.")]);
                        else if (Text.Problem(options[i], 200) is var (code, message))
                            context.Report([new FieldError($"options/{i}", code, message)]);
                    }
                }
            );
}

internal sealed class CustomFieldsHandler(IHrDbContext db, ICustomFieldUse use)
    : IRequestHandler<ListCustomFields, IReadOnlyList<CustomFieldView>>,
        IRequestHandler<GetCustomField, CustomFieldView>,
        IRequestHandler<CreateCustomField, CustomFieldView>,
        IRequestHandler<ChangeCustomField, CustomFieldView>,
        IRequestHandler<DeleteCustomField, Unit>
{
    public async Task<IReadOnlyList<CustomFieldView>> Handle(
        ListCustomFields request,
        CancellationToken cancellationToken
    )
    {
        var fields = await db.Set<CustomField>()
            .AsNoTracking()
            .OrderBy(field => field.Key)
            .Take(ListCustomFields.MaxFields)
            .ToListAsync(cancellationToken);
        return [.. fields.Select(ViewOf)];
    }

    public async Task<CustomFieldView> Handle(GetCustomField request, CancellationToken cancellationToken) =>
        ViewOf(await FindAsync(request.Id, VersionMatch.Any, cancellationToken));

    public async Task<CustomFieldView> Handle(CreateCustomField request, CancellationToken cancellationToken)
    {
        if (await db.Set<CustomField>().CountAsync(cancellationToken) >= ListCustomFields.MaxFields)
        {
            throw new ProblemException(
                ProblemCatalog.Conflict,
                $"There are {ListCustomFields.MaxFields} custom fields already, which is the limit."
            );
        }
        var field = CustomField.Create(
            request.Key,
            request.Label.Trim(),
            request.Type,
            request.Required,
            request.Options
        );
        db.Set<CustomField>().Add(field);
        await db.SaveChangesAsync(cancellationToken);
        return ViewOf(field);
    }

    public async Task<CustomFieldView> Handle(ChangeCustomField request, CancellationToken cancellationToken)
    {
        var field = await FindAsync(request.Id, request.Match, cancellationToken);
        var changed = field.Change(
            request.Label.IsPresent ? request.Label.Value!.Trim() : field.Label,
            request.Required.IsPresent ? request.Required.Value!.Value : field.Required,
            request.Options.IsPresent ? request.Options.Value ?? [] : field.Options
        );
        if (changed)
            await db.SaveChangesAsync(cancellationToken);
        return ViewOf(field);
    }

    public async Task<Unit> Handle(DeleteCustomField request, CancellationToken cancellationToken)
    {
        var field = await FindAsync(request.Id, request.Match, cancellationToken);
        if (await use.IsUsedAsync(field.Key, cancellationToken))
            throw CatalogueRules.InUse("Employees have values in this field. Clear them first.");
        field.Delete();
        db.Set<CustomField>().Remove(field);
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }

    private async Task<CustomField> FindAsync(CustomFieldId id, VersionMatch match, CancellationToken cancellationToken)
    {
        var field =
            await db.Set<CustomField>().FirstOrDefaultAsync(f => f.Id == id, cancellationToken)
            ?? throw ProblemException.NotFound($"custom field {id}");
        match.Check(field.Version);
        return field;
    }

    private static CustomFieldView ViewOf(CustomField field) =>
        new(
            field.Id,
            field.Key,
            field.Label,
            field.Type,
            field.Required,
            field.Options,
            field.Version,
            field.CreatedAt,
            field.UpdatedAt
        );
}

public interface ICustomFieldUse
{
    /// <summary>Whether an employee, deleted or not, has a value under the key.</summary>
    Task<bool> IsUsedAsync(string key, CancellationToken cancellationToken);
}
