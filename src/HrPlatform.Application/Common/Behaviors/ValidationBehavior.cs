using FluentValidation;
using HrPlatform.Application.Common.Problems;
using MediatR;

namespace HrPlatform.Application.Common.Behaviors;

/// <summary>Runs every validator of a request and reports all field errors at once.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        List<FieldError>? errors = null;
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            foreach (var failure in result.Errors)
            {
                (errors ??= []).Add(
                    new FieldError(
                        JsonPointer.Of(failure.PropertyName),
                        CodeOf(failure.ErrorCode),
                        failure.ErrorMessage
                    )
                );
            }
        }

        if (errors is not null)
        {
            var detail = errors.Count == 1 ? errors[0].Message : $"{errors.Count} fields need to be changed.";
            throw new ProblemException(ProblemCatalog.ValidationFailed, detail, errors);
        }

        return await next();
    }

    // FluentValidation's own codes are type names (NotEmptyValidator); ours are kebab-case words (not-empty).
    private static string CodeOf(string errorCode)
    {
        var name = errorCode.EndsWith("Validator", StringComparison.Ordinal) ? errorCode[..^9] : errorCode;
        return string.Concat(
            name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString())
        );
    }
}
