namespace HrPlatform.Domain.Common;

/// <summary>A rule of the domain was broken by what the caller asked for.</summary>
/// <param name="code">Stable, kebab-case; becomes the problem's field error code.</param>
/// <param name="message">What to change, in words for the caller.</param>
/// <param name="field">The public name of the field that is to blame, when one is.</param>
public sealed class DomainException(string code, string message, string? field = null) : Exception(message)
{
    public string Code { get; } = code;

    public string? Field { get; } = field;
}
