using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using MediatR;

namespace HrPlatform.Application.Exports;

public enum ExportFormat
{
    /// <summary>RFC 4180, UTF-8.</summary>
    Csv,

    /// <summary>One JSON object per line.</summary>
    Jsonl,
}

/// <summary>Enqueues an export of employees.</summary>
/// <param name="Fields">Null takes all that the caller may see.</param>
[RequiresScope(Scopes.ExportsRead, Scopes.EmployeesRead)]
public sealed record StartExport(ExportFormat Format, IReadOnlyList<string>? Fields, ExportFilter Filter)
    : ICommand<JobId>;

/// <param name="Fields">What the creator of the export may see of what was asked for.</param>
/// <param name="Withheld">What he or she may not.</param>
public sealed record ExportPayload(
    ExportFormat Format,
    IReadOnlyList<string> Fields,
    IReadOnlyList<string> Withheld,
    ExportFilter Filter
);

internal sealed class StartExportValidator : AbstractValidator<StartExport>
{
    public StartExportValidator()
    {
        RuleFor(command => command.Fields)
            .Must(fields => fields is not { Count: 0 } && fields?.Count <= ExportFields.All.Count)
            .When(command => command.Fields is not null)
            .WithErrorCode("invalid-fields")
            .WithMessage("Name at least one field, and each once; leave the list out for all.");
        RuleForEach(command => command.Fields)
            .Must(field => ExportFields.All.Contains(field))
            .WithErrorCode("unknown-field")
            .WithMessage($"Fields are {string.Join(", ", ExportFields.All)}.");
        RuleFor(command => command.Filter.ToFilter())
            .SetValidator(new EmployeeFilterValidator())
            .OverridePropertyName("filter");
    }
}

internal sealed class StartExportHandler(IJobQueue jobs, IEmployeeReferences references, CallerContext context)
    : IRequestHandler<StartExport, JobId>
{
    public async Task<JobId> Handle(StartExport request, CancellationToken cancellationToken)
    {
        var filter = request.Filter.ToFilter();
        filter.Authorize(context.Caller);
        // A wrong custom filter is told now and not by a failed job.
        await filter.WithStoredCustomAsync(references, cancellationToken);
        var wanted = request.Fields is null ? ExportFields.All : [.. request.Fields.Distinct()];
        var withheld = wanted
            .Where(field => ExportFields.ScopeOf(field) is { } scope && !context.Caller.Has(scope))
            .ToList();
        var fields = wanted.Except(withheld).ToList();
        if (fields.Count == 0)
        {
            throw new ProblemException(
                ProblemCatalog.Forbidden,
                $"This key may see none of the fields: {string.Join(", ", withheld)}."
            );
        }
        return await jobs.EnqueueAsync(
            JobKindNames.ExportEmployees,
            new ExportPayload(request.Format, fields, withheld, request.Filter),
            cancellationToken
        );
    }
}
