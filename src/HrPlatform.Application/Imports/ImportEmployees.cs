using System.Runtime.CompilerServices;
using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Files;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Files;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Application.Imports;

/// <param name="File">The uploaded file.</param>
/// <param name="Mapping">Column to field, as it was settled when the import was asked for.</param>
public sealed record ImportPayload(
    Guid File,
    string FileName,
    ImportOptions Options,
    IReadOnlyDictionary<string, string> Mapping
);

/// <summary>The figures of an import, in the job's result.</summary>
public sealed record ImportResult(
    string FileName,
    ImportMode Mode,
    bool DryRun,
    long Rows,
    long Created,
    long Updated,
    long Unchanged,
    long Rejected,
    long Warnings,
    long ErrorsKept,
    IReadOnlyDictionary<string, int> CreatedNames
);

/// <summary>
/// Imports employees from a file in three phases. Reading: the rows go to a table by COPY, some thousands per
/// transaction. Planning: one transaction decides about all rows in sets. Writing: ranges of rows, each with the
/// checkpoint in its transaction, or all in one. So a run that is killed continues after the last transaction, and no
/// row is written twice.
/// </summary>
internal sealed class ImportEmployees(
    IImportStore store,
    ImportChanges changes,
    ICsvFiles csv,
    IFileStore files,
    IEmployeeReferences references,
    IUnitOfWork unitOfWork,
    IHrDbContext db,
    ImportSettings settings,
    TimeProvider clock
) : IJobHandler
{
    /// <summary>How many errors and warnings are kept for reading; all are counted.</summary>
    public const int MaxErrorsKept = 10_000;

    private const int MaxRows = 2_000_000;
    private const int MaxNewNames = 5_000;
    private const int ChangesPerSave = 500;
    private const int MaxPlans = 5;

    public async Task RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var payload = job.Payload<ImportPayload>();
        var state = job.Checkpoint<ImportState>() ?? new ImportState();
        var run = new Run(job, payload, state);
        try
        {
            if (run.State.Phase == ImportPhase.Reading)
                await ReadAsync(run, cancellationToken);
            for (var plan = 1; run.State.Phase != ImportPhase.Done; plan++)
            {
                try
                {
                    if (run.State.Phase == ImportPhase.Planning)
                        await PlanAsync(run, cancellationToken);
                    await WriteAsync(run, cancellationToken);
                }
                catch (ImportOutdatedException) when (plan < MaxPlans)
                {
                    // Somebody changed employees meanwhile; what is written stays, the rest is decided anew.
                    run.State = run.State with
                    {
                        Phase = ImportPhase.Planning,
                    };
                }
            }
        }
        finally
        {
            job.Result = run.Result();
        }
    }

    private async Task ReadAsync(Run run, CancellationToken cancellationToken)
    {
        var definitions = (await references.ResolveAsync(ReferenceSet.Empty, cancellationToken)).CustomFields;
        using var table = await csv.OpenAsync(
            await files.OpenReadAsync(new FileId(run.Payload.File), cancellationToken),
            run.Payload.Options.Delimiter,
            cancellationToken
        );
        run.Mapping = ColumnMapping.Of(table.Header, run.Payload.Mapping);
        var reader = new ImportRowReader(run.Mapping, run.Payload.Options.DateFormat, definitions, Today);
        if (run.State.Line == 0)
        {
            await InTransactionAsync(
                async () =>
                {
                    await store.ClearAsync(run.Job.Id, cancellationToken);
                    await store.ClearErrorsAsync(run.Job.Id, cancellationToken);
                },
                cancellationToken
            );
        }

        var source = new RowSource(table, reader);
        await source.SkipToAsync(run.State.Line, cancellationToken);
        while (!source.AtEnd)
        {
            await InTransactionAsync(
                async () =>
                {
                    source.StartChunk();
                    await store.StageAsync(
                        run.Job.Id,
                        source.ReadAsync(settings.RowsPerRead, cancellationToken),
                        cancellationToken
                    );
                    run.State = run.State with
                    {
                        Line = source.Line,
                        Rows = run.State.Rows + source.Rows,
                        Rejected = run.State.Rejected + source.Rejected,
                    };
                    await KeepAsync(run, source.Errors, cancellationToken);
                    if (run.State.Rows > MaxRows)
                        throw new JobFailedException("too-many-rows", $"A file may have at most {MaxRows:N0} rows.");
                    await run.CheckpointAsync(cancellationToken);
                },
                cancellationToken
            );
        }
        if (run.State.Rows == 0)
            throw new JobFailedException("no-rows", "The file has a header, but no rows.");
        await store.AnalyzeAsync(staged: true, cancellationToken);
        run.State = run.State with { Phase = ImportPhase.Planning };
    }

    private async Task PlanAsync(Run run, CancellationToken cancellationToken)
    {
        var definitions = (await references.ResolveAsync(ReferenceSet.Empty, cancellationToken)).CustomFields.Values;
        await InTransactionAsync(
            async () =>
            {
                await store.ForgetDoneAsync(run.Job.Id, run.State.Position, cancellationToken);
                var plan = await store.PlanAsync(
                    run.Job.Id,
                    new ImportPlanOptions(
                        run.Fields,
                        run.Payload.Options.CreateMissing,
                        run.Payload.Options.UnknownManager,
                        [
                            .. definitions
                                .Where(d => d.Required && !run.Fields.Contains(ImportFields.CustomPrefix + d.Key))
                                .Select(d => d.Key),
                        ]
                    ),
                    Math.Max(0, MaxErrorsKept - run.State.ErrorsKept),
                    cancellationToken
                );
                run.State = run.State with
                {
                    Phase = ImportPhase.Writing,
                    Position = ImportPosition.Start,
                    New = plan.New,
                    Existing = plan.Existing,
                    Rejected = run.State.Rejected + plan.Rejected,
                    Warnings = run.State.Warnings + plan.Warnings,
                    ErrorsKept = run.State.ErrorsKept + plan.ErrorsKept,
                };
                await run.CheckpointAsync(cancellationToken);
            },
            cancellationToken
        );
        if (run.State.Rejected > 0 && run.Payload.Options is { Mode: ImportMode.AllOrNothing, DryRun: false })
            await RejectAllAsync(run, [], cancellationToken);
    }

    private async Task WriteAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.Payload.Options.DryRun)
        {
            await InTransactionAsync(() => FinishAsync(run, cancellationToken), cancellationToken);
            return;
        }
        if (run.Payload.Options.Mode == ImportMode.AllOrNothing)
            await WriteAllAsync(run, cancellationToken);
        else
            await WriteRangesAsync(run, cancellationToken);
        await store.AnalyzeAsync(staged: false, cancellationToken);
    }

    private async Task WriteAllAsync(Run run, CancellationToken cancellationToken)
    {
        var before = run.State;
        try
        {
            await InTransactionAsync(
                async () =>
                {
                    await CreateNamesAsync(run, cancellationToken);
                    while (await NextAsync(run, cancellationToken) is { } range)
                    {
                        await WriteRangeAsync(run, range, cancellationToken);
                        await run.ReportAsync(cancellationToken);
                    }
                    await FinishAsync(run, cancellationToken);
                },
                cancellationToken
            );
        }
        catch (RowsRejectedException rejected)
        {
            run.State = before;
            await RejectAllAsync(run, rejected.Errors, cancellationToken);
        }
        catch
        {
            run.State = before;
            throw;
        }
    }

    private async Task WriteRangesAsync(Run run, CancellationToken cancellationToken)
    {
        await InTransactionAsync(() => CreateNamesAsync(run, cancellationToken), cancellationToken);
        while (await NextAsync(run, cancellationToken) is { } range)
        {
            var before = run.State;
            try
            {
                await InTransactionAsync(
                    async () =>
                    {
                        await WriteRangeAsync(run, range, cancellationToken);
                        await run.CheckpointAsync(cancellationToken);
                    },
                    cancellationToken
                );
            }
            catch
            {
                run.State = before;
                throw;
            }
        }
        await InTransactionAsync(() => FinishAsync(run, cancellationToken), cancellationToken);
    }

    private Task<ImportRange?> NextAsync(Run run, CancellationToken cancellationToken) =>
        store.NextRangeAsync(run.Job.Id, run.State.Position, settings.RowsPerWrite, cancellationToken);

    private async Task WriteRangeAsync(Run run, ImportRange range, CancellationToken cancellationToken)
    {
        if (range.Stage == ImportStage.Existing)
        {
            await ChangeAsync(run, range, cancellationToken);
        }
        else
        {
            var created = await store.InsertAsync(
                run.Job.Id,
                range,
                run.Fields,
                Today,
                clock.GetUtcNow(),
                cancellationToken
            );
            run.State = run.State with { Created = run.State.Created + created };
        }
        run.State = run.State with { Position = new ImportPosition(range.Stage, range.Last) };
    }

    private async Task ChangeAsync(Run run, ImportRange range, CancellationToken cancellationToken)
    {
        var differing = await store.ChangesAsync(run.Job.Id, range, run.Fields, cancellationToken);
        var updated = 0;
        var errors = new List<RowError>();
        foreach (var part in differing.Chunk(ChangesPerSave))
        {
            var outcome = await changes.ApplyAsync(part, run.MappingOfFields(), cancellationToken);
            updated += outcome.Updated;
            errors.AddRange(outcome.Errors);
            db.Forget();
        }
        if (errors.Count > 0 && run.Payload.Options.Mode == ImportMode.AllOrNothing)
            throw new RowsRejectedException(errors);
        var rejected = errors.Select(error => error.Line).Distinct().Count();
        run.State = run.State with
        {
            Updated = run.State.Updated + updated,
            Unchanged = run.State.Unchanged + range.Rows - updated - rejected,
            Rejected = run.State.Rejected + rejected,
        };
        await KeepAsync(run, errors, cancellationToken);
    }

    private async Task CreateNamesAsync(Run run, CancellationToken cancellationToken)
    {
        var missing = await store.MissingNamesAsync(run.Job.Id, cancellationToken);
        if (missing.Count == 0)
            return;
        if (missing.GroupBy(name => name.Catalogue).FirstOrDefault(names => names.Count() > MaxNewNames) is { } many)
        {
            throw new JobFailedException(
                "too-many-new-names",
                $"The file names {many.Count():N0} new values of {many.Key}. Check the column mapping; at most {MaxNewNames:N0} are created at once."
            );
        }
        var created = missing.ToDictionary(name => name, Create);
        await db.SaveChangesAsync(cancellationToken);
        await store.NamesCreatedAsync(run.Job.Id, created, cancellationToken);
        run.State = run.State with
        {
            CreatedNames = created
                .Keys.GroupBy(name => name.Catalogue)
                .ToDictionary(
                    names => names.Key,
                    names => names.Count() + run.State.CreatedNames.GetValueOrDefault(names.Key)
                ),
        };
        if (run.Payload.Options.Mode == ImportMode.BestEffort)
            await run.CheckpointAsync(cancellationToken);
    }

    private Guid Create(MissingName name)
    {
        switch (name.Catalogue)
        {
            case "department":
                var department = Department.Create(name.Name, code: null, parentId: null);
                db.Set<Department>().Add(department);
                return department.Id.Value;
            case "position":
                var position = Position.Create(name.Name, level: null);
                db.Set<Position>().Add(position);
                return position.Id.Value;
            default:
                var skill = Skill.Create(name.Name, category: null);
                db.Set<Skill>().Add(skill);
                return skill.Id.Value;
        }
    }

    private async Task FinishAsync(Run run, CancellationToken cancellationToken)
    {
        await store.ClearAsync(run.Job.Id, cancellationToken);
        if (run.State.Created > 0)
            store.AnnounceImported();
        run.State = run.State with { Phase = ImportPhase.Done };
        await run.CheckpointAsync(cancellationToken);
    }

    /// <summary>Nothing is imported; a retry starts from the file again.</summary>
    private async Task RejectAllAsync(Run run, IReadOnlyList<RowError> errors, CancellationToken cancellationToken)
    {
        var rejected = run.State.Rejected + errors.Select(error => error.Line).Distinct().Count();
        await InTransactionAsync(
            async () =>
            {
                await KeepAsync(run, errors, cancellationToken);
                await store.ClearAsync(run.Job.Id, cancellationToken);
                await run.Job.ReportAsync(run.State.Rows, run.State.Rows, rejected, cancellationToken);
                await run.Job.SaveCheckpointAsync(new ImportState(), cancellationToken);
            },
            cancellationToken
        );
        run.State = run.State with { Rejected = rejected, Created = 0, Updated = 0, Unchanged = 0 };
        throw new JobFailedException(
            "rows-rejected",
            $"{rejected:N0} of {run.State.Rows:N0} rows have errors, so nothing was imported. Correct them, or import with mode best_effort."
        );
    }

    private async Task KeepAsync(Run run, IReadOnlyList<RowError> errors, CancellationToken cancellationToken)
    {
        var kept = errors.Take(Math.Max(0, MaxErrorsKept - run.State.ErrorsKept)).ToList();
        await store.AddErrorsAsync(run.Job.Id, kept, cancellationToken);
        run.State = run.State with { ErrorsKept = run.State.ErrorsKept + kept.Count };
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private async Task InTransactionAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await unitOfWork.BeginAsync(cancellationToken);
        try
        {
            await work();
            await unitOfWork.CommitAsync(cancellationToken);
        }
        catch
        {
            await unitOfWork.RollbackAsync(CancellationToken.None);
            throw;
        }
    }

    private enum ImportPhase
    {
        Reading,
        Planning,
        Writing,
        Done,
    }

    /// <summary>The checkpoint.</summary>
    private sealed record ImportState
    {
        public ImportPhase Phase { get; init; }

        /// <summary>The last line that was read.</summary>
        public int Line { get; init; }

        /// <summary>How far the plan is written.</summary>
        public ImportPosition Position { get; init; } = ImportPosition.Start;
        public long Rows { get; init; }
        public long New { get; init; }
        public long Existing { get; init; }
        public long Created { get; init; }
        public long Updated { get; init; }
        public long Unchanged { get; init; }
        public long Rejected { get; init; }
        public long Warnings { get; init; }
        public int ErrorsKept { get; init; }
        public IReadOnlyDictionary<string, int> CreatedNames { get; init; } = new Dictionary<string, int>();
    }

    private sealed class Run(JobContext job, ImportPayload payload, ImportState state)
    {
        public JobContext Job => job;

        public ImportPayload Payload => payload;

        public ImportState State { get; set; } = state;

        public IReadOnlyCollection<string> Fields { get; } = [.. payload.Mapping.Values];

        public ColumnMapping? Mapping { get; set; }

        public ColumnMapping MappingOfFields() =>
            Mapping ??= ColumnMapping.Of([.. payload.Mapping.Keys], payload.Mapping);

        public async Task CheckpointAsync(CancellationToken cancellationToken)
        {
            await ReportAsync(cancellationToken);
            await job.SaveCheckpointAsync(State, cancellationToken);
        }

        public Task ReportAsync(CancellationToken cancellationToken) =>
            job.ReportAsync(
                State.Created + State.Updated + State.Unchanged + State.Rejected,
                State.Phase == ImportPhase.Reading ? null : State.Rows,
                State.Rejected,
                cancellationToken
            );

        public ImportResult Result() =>
            new(
                payload.FileName,
                payload.Options.Mode,
                payload.Options.DryRun,
                State.Rows,
                payload.Options.DryRun ? State.New : State.Created,
                State.Updated,
                payload.Options.DryRun ? State.Existing : State.Unchanged,
                State.Rejected,
                State.Warnings,
                State.ErrorsKept,
                State.CreatedNames
            );
    }

    /// <summary>The rows of the file in chunks; what is wrong with the others is collected beside them.</summary>
    private sealed class RowSource(ICsvTable table, ImportRowReader reader)
    {
        private const int MaxErrorsPerChunk = MaxErrorsKept;

        public bool AtEnd { get; private set; }

        public int Line { get; private set; }

        public long Rows { get; private set; }

        public long Rejected { get; private set; }

        public List<RowError> Errors { get; } = [];

        public async Task SkipToAsync(int line, CancellationToken cancellationToken)
        {
            Line = line;
            while (table.Line < line && await table.ReadAsync(cancellationToken)) { }
        }

        public void StartChunk()
        {
            (Rows, Rejected) = (0, 0);
            Errors.Clear();
        }

        public async IAsyncEnumerable<ImportRow> ReadAsync(
            int count,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            var rowErrors = new List<RowError>();
            for (var i = 0; i < count; i++)
            {
                if (!await table.ReadAsync(cancellationToken))
                {
                    AtEnd = true;
                    yield break;
                }
                Line = table.Line;
                Rows++;
                rowErrors.Clear();
                if (reader.Read(table, rowErrors) is { } row)
                {
                    yield return row;
                }
                else
                {
                    Rejected++;
                    if (Errors.Count < MaxErrorsPerChunk)
                        Errors.AddRange(rowErrors);
                }
            }
        }
    }

    private sealed class RowsRejectedException(IReadOnlyList<RowError> errors) : Exception("Rows were rejected.")
    {
        public IReadOnlyList<RowError> Errors => errors;
    }
}
