using System.Text;
using HrPlatform.Application.Common.Problems;
using Microsoft.Extensions.Primitives;

namespace HrPlatform.Api.Hosting.Idempotency;

/// <summary>The header's value: bare, or quoted as a structured-field string (RFC 9651). Both name the same key.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 255;

    /// <exception cref="ProblemException">400 when it is empty, too long, sent twice or not visible ASCII.</exception>
    public static string Parse(StringValues values)
    {
        var key = values.Count == 1 ? Unquote(values.ToString().Trim()) : null;
        if (key is not { Length: > 0 and <= MaxLength } || key.Any(c => c is < ' ' or > '~'))
        {
            throw new ProblemException(
                ProblemCatalog.MalformedRequest,
                $"An idempotency key has 1 to {MaxLength} visible ASCII characters, bare or in quotes.",
                new FieldError(Header, "invalid-idempotency-key", "Use for example a UUID.")
            );
        }
        return key;
    }

    // Null when a quote is missing or something other than a quote or a backslash is escaped.
    private static string? Unquote(string value)
    {
        if (!value.StartsWith('"'))
            return value;
        var key = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '"')
                return i == value.Length - 1 ? key.ToString() : null;
            if (value[i] == '\\' && (++i == value.Length || value[i] is not ('"' or '\\')))
                return null;
            key.Append(value[i]);
        }
        return null;
    }
}
