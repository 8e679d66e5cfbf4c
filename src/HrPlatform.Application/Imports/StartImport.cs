using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Files;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using MediatR;

namespace HrPlatform.Application.Imports;

/// <summary>Stores the file and enqueues its import.</summary>
/// <param name="CreateMissing">Null: yes, if the caller may change the organization.</param>
[RequiresScope(Scopes.ImportsWrite, Scopes.EmployeesWrite)]
public sealed record StartImport(Stream Content, string FileName, ImportOptions Options, bool? CreateMissing)
    : ICommand<JobId>;

internal sealed class StartImportValidator : AbstractValidator<StartImport>
{
    public StartImportValidator() => RuleFor(command => command.Options).SetValidator(new ImportOptionsValidator());
}

internal sealed class ImportOptionsValidator : AbstractValidator<ImportOptions>
{
    private const int MaxMappings = 500;

    public ImportOptionsValidator()
    {
        RuleFor(options => options.DateFormat)
            .Must(format => ImportFields.DateFormats.Contains(format))
            .OverridePropertyName("dateFormat")
            .WithErrorCode("unknown-date-format")
            .WithMessage($"One of these is expected: {string.Join(", ", ImportFields.DateFormats)}.");
        RuleFor(options => options.Delimiter)
            .Must(delimiter =>
                delimiter is null or '\t' || (!char.IsLetterOrDigit(delimiter.Value) && delimiter is > ' ' and not '"')
            )
            .OverridePropertyName("delimiter")
            .WithErrorCode("invalid-delimiter")
            .WithMessage("A comma, semicolon, tab or another sign is expected.");
        RuleFor(options => options.Mapping)
            .Must(mapping => mapping is not { Count: > MaxMappings })
            .OverridePropertyName("mapping")
            .WithErrorCode("too-many")
            .WithMessage($"At most {MaxMappings} columns can be mapped.");
    }
}

internal sealed class StartImportHandler(IFileStore files, ICsvFiles csv, IJobQueue jobs, CallerContext context)
    : IRequestHandler<StartImport, JobId>
{
    /// <summary>Enough for two million rows of usual length.</summary>
    public const long MaxFileBytes = 512L << 20;

    private const int MaxFileNameLength = 200;

    public async Task<JobId> Handle(StartImport request, CancellationToken cancellationToken)
    {
        var file = await files.SaveAsync(request.Content, MaxFileBytes, cancellationToken);
        try
        {
            using var table = await csv.OpenAsync(
                await files.OpenReadAsync(file.Id, cancellationToken),
                request.Options.Delimiter,
                cancellationToken
            );
            var mapping = ColumnMapping.Of(table.Header, request.Options.Mapping);
            if (mapping.HasPay)
                context.Caller.Require(Scopes.CompensationWrite);
            var name = Path.GetFileName(request.FileName);
            return await jobs.EnqueueAsync(
                JobKindNames.ImportEmployees,
                new ImportPayload(
                    file.Id.Value,
                    name.Length > MaxFileNameLength ? name[..MaxFileNameLength] : name,
                    request.Options with
                    {
                        Mapping = null,
                        CreateMissing = MayCreate(request.CreateMissing),
                    },
                    mapping.ByColumn
                ),
                cancellationToken
            );
        }
        catch
        {
            await files.DeleteAsync(file.Id, CancellationToken.None);
            throw;
        }
    }

    private bool MayCreate(bool? wanted)
    {
        if (wanted == true)
            context.Caller.Require(Scopes.OrganizationWrite);
        return wanted ?? context.Caller.Has(Scopes.OrganizationWrite);
    }
}
