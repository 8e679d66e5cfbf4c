using FluentValidation;
using FluentValidation.Results;
using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Application.Employees;

internal static class FieldErrorValidation
{
    /// <summary>Reports errors that were found outside of a rule.</summary>
    public static void Report<T>(this ValidationContext<T> context, IEnumerable<FieldError> errors)
    {
        foreach (var error in errors)
        {
            context.AddFailure(
                new ValidationFailure(error.Pointer.TrimStart('/').Replace('/', '.'), error.Message)
                {
                    ErrorCode = error.Code,
                }
            );
        }
    }

    /// <summary>The error that one or more field errors end a request with.</summary>
    public static ProblemException ToProblem(this IReadOnlyList<FieldError> errors) =>
        new(
            ProblemCatalog.ValidationFailed,
            errors.Count == 1 ? errors[0].Message : $"{errors.Count} fields need to be changed.",
            errors
        );
}
