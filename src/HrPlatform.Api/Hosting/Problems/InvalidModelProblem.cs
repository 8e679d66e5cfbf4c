using System.Text.RegularExpressions;
using HrPlatform.Api.Hosting.Json;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace HrPlatform.Api.Hosting.Problems;

/// <summary>
/// Says in the caller's words what System.Text.Json and model binding refused; their own messages speak of .NET types.
/// </summary>
internal static partial class InvalidModelProblem
{
    public static ProblemException From(ModelStateDictionary modelState)
    {
        var errors = modelState
            .SelectMany(entry => entry.Value!.Errors.SelectMany(error => Explain(entry.Key, error.ErrorMessage)))
            // MVC repeats a body that could not be read as a missing action parameter; the first cause says it all.
            .DistinctBy(error => (error.Pointer, error.Code))
            .ToList();
        var causes = errors.Where(error => error.Code != "required-body").ToList();
        if (causes.Count > 0)
            errors = causes;
        var problem = errors.Exists(error => error.Code == "invalid-id")
            ? ProblemCatalog.InvalidId
            : ProblemCatalog.MalformedRequest;
        return new ProblemException(
            problem,
            errors.Count == 1 ? errors[0].Message : $"{errors.Count} parts of the request can't be read.",
            errors
        );
    }

    private static IEnumerable<FieldError> Explain(string key, string message)
    {
        while (message.StartsWith(OptionalJsonConverter.InnerPath, StringComparison.Ordinal))
        {
            var end = message.IndexOf('\n', StringComparison.Ordinal);
            key += message[(OptionalJsonConverter.InnerPath.Length + 1)..end];
            message = message[(end + 1)..];
        }
        var pointer = key.StartsWith('$') ? JsonPointer.OfJsonPath(key) : key;
        if (message.Contains("missing required propert", StringComparison.Ordinal))
        {
            return QuotedName()
                .Matches(message[message.IndexOf("propert", StringComparison.Ordinal)..])
                .Select(match => match.Groups[1].Value)
                .Select(name => new FieldError($"{pointer}/{name}", "required", "This field is required."));
        }
        return [ExplainOne(pointer, message)];
    }

    private static FieldError ExplainOne(string pointer, string message)
    {
        if (message.StartsWith("Expected ", StringComparison.Ordinal))
        {
            var code = message.StartsWith("Expected an id", StringComparison.Ordinal) ? "invalid-id" : "wrong-format";
            return new FieldError(pointer, code, WithoutPath().Replace(message, ""));
        }
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            var name = QuotedName().Match(message).Groups[1].Value;
            var parent = pointer.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase)
                ? pointer[..^(name.Length + 1)]
                : pointer;
            return new FieldError($"{parent}/{name}", "unknown-field", $"The field '{name}' is not known.");
        }
        if (message.Contains("Duplicate property", StringComparison.OrdinalIgnoreCase))
            return new FieldError(pointer, "duplicate-field", "A field stands twice in the same object.");
        if (message.Contains("null", StringComparison.Ordinal) && message.Contains("allow", StringComparison.Ordinal))
            return new FieldError(pointer, "null-not-allowed", "Null is not allowed here.");
        if (message.Contains("could not be converted", StringComparison.Ordinal))
            return new FieldError(pointer, "wrong-type", $"The value has the wrong type{ExpectedType(message)}.");
        if (message.EndsWith("field is required.", StringComparison.Ordinal) && pointer.Length > 0 && pointer[0] != '/')
            return new FieldError(JsonPointer.Of(pointer), "required", "This field is required.");
        if (message.StartsWith("The value '", StringComparison.Ordinal))
            return new FieldError(pointer, "wrong-type", "The value has the wrong form for this parameter.");
        if (message.Contains("non-empty request body", StringComparison.Ordinal) || pointer is "request" or "body")
            return new FieldError("", "required-body", "A JSON body is required.");
        if (message.Contains("maximum configured depth", StringComparison.Ordinal))
            return new FieldError(pointer, "too-deep", "The body is nested too deeply.");
        var place = LineAndPosition().Match(message);
        return place.Success
            ? new FieldError(
                pointer,
                "invalid-json",
                $"The body is not valid JSON at line {int.Parse(place.Groups[1].ValueSpan) + 1}, byte {place.Groups[2].Value}."
            )
            : new FieldError(pointer, "invalid", message);
    }

    private static string ExpectedType(string message)
    {
        var type = ConvertedTo().Match(message).Groups[1].Value;
        return type switch
        {
            _ when type.Contains("List", StringComparison.Ordinal) || type.Contains("[]", StringComparison.Ordinal) =>
                "; expected an array",
            _ when type.Contains("String", StringComparison.Ordinal) => "; expected a string",
            _ when type.Contains("Int32", StringComparison.Ordinal)
                    || type.Contains("Int64", StringComparison.Ordinal) => "; expected a whole number",
            _ when type.Contains("Decimal", StringComparison.Ordinal)
                    || type.Contains("Double", StringComparison.Ordinal) => "; expected a number",
            _ when type.Contains("Boolean", StringComparison.Ordinal) => "; expected true or false",
            _ when type.Contains("DateOnly", StringComparison.Ordinal) => "; expected a date such as 2026-11-23",
            _ when type.Contains("DateTimeOffset", StringComparison.Ordinal) =>
                "; expected an instant such as 2026-11-23T14:00:00Z",
            _ => "",
        };
    }

    [GeneratedRegex(@"'(?<name>[^']+)'", RegexOptions.None, 1000)]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"converted to (?<type>\S+)\.", RegexOptions.None, 1000)]
    private static partial Regex ConvertedTo();

    [GeneratedRegex(@"LineNumber: (?<line>\d+) \| BytePositionInLine: (?<position>\d+)", RegexOptions.None, 1000)]
    private static partial Regex LineAndPosition();

    [GeneratedRegex(@" Path: .*$", RegexOptions.None, 1000)]
    private static partial Regex WithoutPath();
}
