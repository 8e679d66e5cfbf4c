using System.Collections.Frozen;
using System.Text.RegularExpressions;
using FluentValidation;
using HrPlatform.Application.Common;

namespace HrPlatform.Application.Tenants;

/// <summary>What the fields of a tenant have to look like.</summary>
internal static partial class TenantRules
{
    public const int MaxNameLength = 200;

    // Names that a subdomain or a path of the platform itself could want.
    private static readonly FrozenSet<string> _reserved = new[]
    {
        "admin",
        "api",
        "app",
        "assets",
        "docs",
        "health",
        "hr",
        "mail",
        "mcp",
        "me",
        "openapi",
        "platform",
        "public",
        "static",
        "status",
        "support",
        "system",
        "test",
        "www",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IRuleBuilderOptions<T, string> Slug<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .NotEmpty()
            .WithErrorCode("required")
            .WithMessage("A slug is required.")
            .Must(slug => SlugForm().IsMatch(slug))
            .WithErrorCode("invalid-slug")
            .WithMessage(
                "3 to 40 lower-case letters, digits and single hyphens, starting with a letter, e.g. 'ardenvale'."
            )
            .Must(slug => !_reserved.Contains(slug))
            .WithErrorCode("reserved-slug")
            .WithMessage("This slug is reserved.");

    public static IRuleBuilderOptions<T, string> Name<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Must(name => !string.IsNullOrWhiteSpace(name))
            .WithErrorCode("required")
            .WithMessage("A name is required.")
            .Must(name => Text.Problem(name, MaxNameLength) is null)
            .WithErrorCode("invalid-name")
            .WithMessage($"A name has at most {MaxNameLength} characters and no control characters.");

    public static IRuleBuilderOptions<T, string> PlanOf<T>(
        this IRuleBuilderInitial<T, string> rule,
        PlanCatalogue plans
    ) =>
        rule.Must(plan => plan is not null && plans.Plans.ContainsKey(plan))
            .WithErrorCode("unknown-plan")
            .WithMessage($"The plan is one of: {string.Join(", ", plans.Plans.Keys.Order(StringComparer.Ordinal))}.");

    public static IRuleBuilderOptions<T, string> Language<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Must(code => code is not null && TenantLanguages.IsKnown(code))
            .WithErrorCode("unknown-language")
            .WithMessage($"The language is one of: {string.Join(", ", TenantLanguages.Codes)}.");

    [GeneratedRegex(
        "^(?=.{3,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        100
    )]
    private static partial Regex SlugForm();
}
