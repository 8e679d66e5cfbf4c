using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Common;
using Microsoft.AspNetCore.Mvc.Filters;

namespace HrPlatform.Api.V1;

/// <summary>Errors of the use cases point at the fields of the rich contract; here they point at the flat ones.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FlatPointersAttribute : ExceptionFilterAttribute
{
    private static readonly Dictionary<string, string> _flat = new(StringComparer.Ordinal)
    {
        ["/firstName"] = "/name",
        ["/lastName"] = "/name",
        ["/manager"] = "/managerId",
        ["/compensation"] = "/salary",
        ["/compensation/amount/amount"] = "/salary",
        ["/compensation/amount/currency"] = "/currency",
        ["q"] = "search",
        ["/q"] = "/search",
    };

    public override void OnException(ExceptionContext context)
    {
        // What can't be read is pointed at in the flat body already.
        if (
            context.Exception is ProblemException { Errors.Count: > 0 } problem
            && problem.Problem != ProblemCatalog.MalformedRequest
        )
        {
            context.Exception = new ProblemException(
                problem.Problem,
                problem.Message,
                [.. problem.Errors.Select(Flatten).DistinctBy(error => (error.Pointer, error.Code))]
            )
            {
                RetryAfter = problem.RetryAfter,
            };
        }
        else if (context.Exception is DomainException { Field: { } field } broken)
        {
            context.Exception = new DomainException(
                broken.Code,
                broken.Message,
                _flat.GetValueOrDefault("/" + field, "/" + field)[1..]
            );
        }
    }

    private static FieldError Flatten(FieldError error) =>
        error with
        {
            Pointer = _flat.GetValueOrDefault(error.Pointer, error.Pointer),
        };
}
