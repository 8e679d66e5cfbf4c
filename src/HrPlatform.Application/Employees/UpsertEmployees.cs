using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Employees;
using MediatR;

namespace HrPlatform.Application.Employees;

public enum BatchMode
{
    /// <summary>Change what exists, create the rest.</summary>
    Upsert,

    /// <summary>Create; an item that exists fails.</summary>
    Create,

    /// <summary>Change; an item that doesn't exist fails.</summary>
    Update,
}

public enum BatchItemStatus
{
    Created,
    Updated,
    Unchanged,
    Failed,
}

/// <summary>What became of one item; <see cref="Problem"/> when it failed.</summary>
public sealed record BatchItemResult(int Index, BatchItemStatus Status, EmployeeId? Id, ProblemException? Problem);

/// <summary>Creates and changes many employees at once. An item that fails doesn't stop the others.</summary>
[RequiresScope(Scopes.EmployeesWrite)]
public sealed record UpsertEmployees(IReadOnlyList<EmployeeFields> Items, EmployeeKey Key, BatchMode Mode)
    : ICommand<IReadOnlyList<BatchItemResult>>
{
    public const int MaxItems = 500;
}

internal sealed class UpsertEmployeesValidator : AbstractValidator<UpsertEmployees>
{
    public UpsertEmployeesValidator() =>
        RuleFor(command => command.Items.Count)
            .InclusiveBetween(1, UpsertEmployees.MaxItems)
            .OverridePropertyName("employees");
}

internal sealed class UpsertEmployeesHandler(EmployeeWriter writer, IEmployeeStore store, IHrDbContext db)
    : IRequestHandler<UpsertEmployees, IReadOnlyList<BatchItemResult>>
{
    public async Task<IReadOnlyList<BatchItemResult>> Handle(
        UpsertEmployees request,
        CancellationToken cancellationToken
    )
    {
        var batch = new Batch(request);
        foreach (var fields in request.Items)
            writer.Authorize(fields);
        await MatchAsync(request, batch, cancellationToken);
        var resolved = await ResolveAsync(batch, cancellationToken);

        // Each round either writes all that is left or finds more items to leave out, so it ends.
        while (batch.Open.Any())
        {
            await FindTakenAsync(batch, cancellationToken);
            await store.SetSavepointAsync(cancellationToken);
            if (await TryWriteAsync(batch, resolved, cancellationToken))
                break;
            await store.ReturnToSavepointAsync(cancellationToken);
        }
        return batch.Results();
    }

    private async Task MatchAsync(UpsertEmployees request, Batch batch, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pointer = request.Key == EmployeeKey.ExternalId ? "/externalId" : "/employeeNumber";
        foreach (var item in batch.Items)
        {
            item.Key = Text.Tidy(
                request.Key == EmployeeKey.ExternalId ? item.Fields.ExternalId.Value : item.Fields.EmployeeNumber.Value
            );
            if (item.Key is null)
            {
                if (request.Mode != BatchMode.Create)
                    item.Fail(new FieldError(pointer, "required", "The item is recognised by this field."));
            }
            else if (!seen.Add(item.Key))
            {
                item.Fail(new FieldError(pointer, "duplicate-in-batch", "An earlier item has the same key."));
            }
        }

        var keys = batch.Open.Select(item => item.Key).OfType<string>().ToList();
        var field =
            request.Key == EmployeeKey.ExternalId ? UniqueEmployeeField.ExternalId : UniqueEmployeeField.EmployeeNumber;
        var existing = await store.FindOwnersAsync(field, keys, cancellationToken);
        foreach (var item in batch.Open)
        {
            if (item.Key is { } key && existing.TryGetValue(key, out var id))
                item.Id = id;
            if (request.Mode == BatchMode.Update && item.Id is null)
                item.Fail(ProblemException.NotFound($"employee with {pointer[1..]} '{item.Key}'"));
            else if (request.Mode == BatchMode.Create && item.Id is not null)
                item.Fail(Taken(pointer, "already-exists"));
            else if (EmployeeFieldRules.Check(item.Fields, creating: item.Id is null) is { Count: > 0 } errors)
                item.Fail(errors.ToProblem());
        }
    }

    private async Task<ResolvedReferences> ResolveAsync(Batch batch, CancellationToken cancellationToken)
    {
        List<EmployeeFields> wellFormed = [];
        foreach (var item in batch.Open)
        {
            try
            {
                EmployeeWriter.CheckReferences(item.Fields);
                wellFormed.Add(item.Fields);
            }
            catch (ProblemException problem)
            {
                item.Fail(problem);
            }
        }
        var resolved = await writer.ResolveAsync(wellFormed, cancellationToken);
        foreach (var item in batch.Open)
        {
            var errors = await writer.CheckAsync(item.Fields, resolved, item.Id is null, cancellationToken);
            if (errors.Count > 0)
                item.Fail(errors.ToProblem());
        }
        return resolved;
    }

    // Known conflicts are told for each item; what a parallel request takes meanwhile, the index decides.
    private async Task FindTakenAsync(Batch batch, CancellationToken cancellationToken)
    {
        foreach (var column in UniqueColumn.All)
        {
            var wanted = batch
                .Open.Select(item => (Item: item, Value: column.Read(item.Fields)))
                .Where(pair => pair.Value is not null)
                .ToList();
            var owners = await store.FindOwnersAsync(
                column.Field,
                [.. wanted.Select(pair => pair.Value!)],
                cancellationToken
            );
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (item, value) in wanted)
            {
                if (!seen.Add(value!) || (owners.TryGetValue(value!, out var owner) && owner != item.Id))
                    item.Fail(Taken(column.Pointer, column.Code));
            }
        }
    }

    private async Task<bool> TryWriteAsync(
        Batch batch,
        ResolvedReferences resolved,
        CancellationToken cancellationToken
    )
    {
        var known = (
            await store.LoadManyAsync([.. batch.Open.Select(item => item.Id).OfType<EmployeeId>()], cancellationToken)
        ).ToDictionary(employee => employee.Id);
        var open = batch.Open.ToList();
        List<EmployeeId> moved = [];
        foreach (var item in open)
        {
            try
            {
                Write(item, known, resolved, moved);
            }
            catch (DomainException broken)
            {
                item.Fail(new FieldError(broken.Field is null ? "" : "/" + broken.Field, broken.Code, broken.Message));
            }
            catch (ProblemException problem)
            {
                item.Fail(problem);
            }
        }
        if (open.Any(item => item.Problem is not null))
            return false;

        if (moved.Count > 0)
            await store.LockReportingLinesAsync(cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (ProblemException raced) when (raced.Problem == ProblemCatalog.Conflict)
        {
            await store.ReturnToSavepointAsync(cancellationToken);
            await FindTakenAsync(batch, cancellationToken);
            if (open.TrueForAll(item => item.Problem is null))
                throw;
            return false;
        }
        if (moved.Count == 0)
            return true;
        var circles = await store.FindCyclesAsync(moved, cancellationToken);
        foreach (var item in open.Where(item => item.Id is { } id && circles.Contains(id)))
        {
            item.Fail(
                new FieldError(EmployeeWriter.CyclePointer, EmployeeWriter.CycleCode, EmployeeWriter.CycleMessage)
            );
        }
        return circles.Count == 0;
    }

    private void Write(
        Item item,
        Dictionary<EmployeeId, Employee> known,
        ResolvedReferences resolved,
        List<EmployeeId> moved
    )
    {
        if (item.Id is { } id)
        {
            var employee = known[id];
            var lines = EmployeeWriter.LinesOf(employee);
            var changed = writer.Change(employee, item.Fields, resolved);
            item.Status = changed ? BatchItemStatus.Updated : BatchItemStatus.Unchanged;
            if (!lines.SequenceEqual(EmployeeWriter.LinesOf(employee)))
                moved.Add(id);
        }
        else
        {
            item.Created = writer.Hire(item.Fields, resolved).Id;
            item.Status = BatchItemStatus.Created;
        }
    }

    private static ProblemException Taken(string pointer, string code)
    {
        const string Message = "Another employee has this value.";
        return new ProblemException(ProblemCatalog.Conflict, Message, new FieldError(pointer, code, Message));
    }

    private sealed class Batch(UpsertEmployees request)
    {
        public IReadOnlyList<Item> Items { get; } = [.. request.Items.Select((fields, i) => new Item(i, fields))];

        public IEnumerable<Item> Open => Items.Where(item => item.Problem is null);

        public IReadOnlyList<BatchItemResult> Results() =>
            [
                .. Items.Select(item => new BatchItemResult(
                    item.Index,
                    item.Problem is null ? item.Status : BatchItemStatus.Failed,
                    item.Problem is null ? item.Id ?? item.Created : null,
                    item.Problem
                )),
            ];
    }

    private sealed class Item(int index, EmployeeFields fields)
    {
        public int Index { get; } = index;
        public EmployeeFields Fields { get; } = fields;
        public string? Key { get; set; }

        /// <summary>The employee that exists already.</summary>
        public EmployeeId? Id { get; set; }
        public EmployeeId? Created { get; set; }
        public BatchItemStatus Status { get; set; }
        public ProblemException? Problem { get; private set; }

        public void Fail(ProblemException problem) => Problem ??= problem;

        public void Fail(FieldError error) => Fail(((IReadOnlyList<FieldError>)[error]).ToProblem());
    }

    private sealed record UniqueColumn(
        UniqueEmployeeField Field,
        string Pointer,
        string Code,
        Func<EmployeeFields, string?> Read
    )
    {
        public static readonly IReadOnlyList<UniqueColumn> All =
        [
            new(
                UniqueEmployeeField.Email,
                "/email",
                "email-taken",
                fields => Text.Tidy(fields.Email.Value)?.ToLowerInvariant()
            ),
            new(
                UniqueEmployeeField.EmployeeNumber,
                "/employeeNumber",
                "employee-number-taken",
                fields => Text.Tidy(fields.EmployeeNumber.Value)
            ),
            new(
                UniqueEmployeeField.ExternalId,
                "/externalId",
                "external-id-taken",
                fields => Text.Tidy(fields.ExternalId.Value)
            ),
        ];
    }
}
