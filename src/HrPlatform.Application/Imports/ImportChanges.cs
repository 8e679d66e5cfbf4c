using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Application.Imports;

/// <summary>Applies rows about people who exist, through the same aggregate as every other change: dated and checked.</summary>
internal sealed class ImportChanges(IEmployeeStore store, IHrDbContext db, TimeProvider clock)
{
    public sealed record Outcome(int Updated, IReadOnlyList<RowError> Errors);

    /// <summary>In the unit of work around it. Rows with errors change nothing; the others hold.</summary>
    public async Task<Outcome> ApplyAsync(
        IReadOnlyList<ImportChange> changes,
        ColumnMapping mapping,
        CancellationToken cancellationToken
    )
    {
        var errors = new List<RowError>();
        var left = changes.ToList();
        while (left.Count > 0)
        {
            await store.SetSavepointAsync(cancellationToken);
            var (updated, failed) = await TryAsync(left, mapping, cancellationToken);
            if (failed.Count == 0)
                return new Outcome(updated, errors);
            await store.ReturnToSavepointAsync(cancellationToken);
            errors.AddRange(failed);
            var lines = failed.Select(error => error.Line).ToHashSet();
            left.RemoveAll(change => lines.Contains(change.Row.Line));
        }
        return new Outcome(0, errors);
    }

    /// <summary>Without an error everything is written, otherwise what was written must be taken back.</summary>
    private async Task<(int Updated, IReadOnlyList<RowError> Errors)> TryAsync(
        IReadOnlyList<ImportChange> changes,
        ColumnMapping mapping,
        CancellationToken cancellationToken
    )
    {
        var employees = (
            await store.LoadManyAsync([.. changes.Select(change => change.Employee)], cancellationToken)
        ).ToDictionary(employee => employee.Id);
        var errors = new List<RowError>();
        var moved = new Dictionary<EmployeeId, int>();
        var updated = 0;
        foreach (var change in changes)
        {
            if (!employees.TryGetValue(change.Employee, out var employee))
            {
                errors.Add(Error(change, "", "gone", "The employee was deleted meanwhile."));
                continue;
            }
            try
            {
                var lines = EmployeeWriter.LinesOf(employee);
                if (Apply(employee, change, mapping))
                    updated++;
                if (!lines.SequenceEqual(EmployeeWriter.LinesOf(employee)))
                    moved[employee.Id] = change.Row.Line;
            }
            catch (DomainException broken)
            {
                errors.Add(Error(change, broken.Field ?? "", broken.Code, broken.Message));
            }
        }
        if (errors.Count > 0)
            return (0, errors);
        if (moved.Count > 0)
            await store.LockReportingLinesAsync(cancellationToken);
        if (await SaveAsync(changes, mapping, cancellationToken) is { Count: > 0 } taken)
            return (0, taken);
        if (moved.Count > 0)
        {
            foreach (var id in await store.FindCyclesAsync([.. moved.Keys], cancellationToken))
            {
                var change = changes.Single(c => c.Employee == id);
                errors.Add(
                    Error(change, ImportFields.ManagerNumber, EmployeeWriter.CycleCode, EmployeeWriter.CycleMessage)
                );
            }
        }
        return (updated, errors);
    }

    private async Task<IReadOnlyList<RowError>> SaveAsync(
        IReadOnlyList<ImportChange> changes,
        ColumnMapping mapping,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return [];
        }
        catch (ProblemException problem) when (problem.Problem == ProblemCatalog.Conflict)
        {
            var field = problem.Errors is [var error, ..] ? error : new FieldError("", "conflict", problem.Message);
            if (changes.Count == 1)
                return [Error(changes[0], field.Pointer.TrimStart('/'), field.Code, field.Message)];
        }

        // The index says that a value is taken, not by which row: one by one it shows.
        await store.ReturnToSavepointAsync(cancellationToken);
        foreach (var change in changes)
        {
            await store.SetSavepointAsync(cancellationToken);
            var (_, errors) = await TryAsync([change], mapping, cancellationToken);
            if (errors.Count > 0)
                return errors;
        }
        // Alone each of them fits: what stood in the way has gone.
        return [];
    }

    private bool Apply(Employee employee, ImportChange change, ColumnMapping mapping)
    {
        var row = change.Row;
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var returns = row.Status == EmploymentStatus.Active && employee.Status == EmploymentStatus.Terminated;
        var returnsOn = row.HireDate > employee.TerminationDate ? row.HireDate : row.EffectiveDate;
        var changed = employee.Change(
            new EmployeeChange
            {
                Profile = ProfileOf(employee.Profile, row, mapping),
                HireDate = returns ? null : row.HireDate,
                Placement = PlacementOf(change, mapping),
                Status = returns ? EmploymentStatus.Active : null,
                Pay = row.Salary is { } salary
                    ? Money.Of(salary, row.Currency ?? employee.Currency ?? MoneyInput.DefaultCurrency)
                    : null,
                Skills = mapping.Has(ImportFields.Skills) ? [.. change.SkillIds.Select(SkillId.From)] : null,
                EffectiveDate = returns ? returnsOn : row.EffectiveDate,
            },
            today,
            clock.GetUtcNow()
        );
        return Leave(employee, row, today) || changed;
    }

    private bool Leave(Employee employee, ImportRow row, DateOnly today)
    {
        if (
            row.TerminationDate is not { } day
            || employee.History.Any(e => e.Kind == EmploymentEventKind.Termination && e.EffectiveDate == day)
        )
            return false;
        employee.Record(
            EmploymentEventKind.Termination,
            day,
            Placement.Nothing,
            reason: null,
            today,
            clock.GetUtcNow()
        );
        return true;
    }

    // What has no column stays as it is; an empty cell clears.
    private static EmployeeProfile ProfileOf(EmployeeProfile current, ImportRow row, ColumnMapping mapping)
    {
        T Or<T>(string field, T value, T old) => mapping.Has(field) ? value : old;
        var named = mapping.Has(ImportFields.Name) && !mapping.Has(ImportFields.LastName);
        var custom = current.Custom;
        foreach (var key in mapping.Fields.Where(ImportFields.IsCustom).Select(ImportFields.KeyOfCustom))
            custom = custom.With(key, row.Custom[key]);
        return current with
        {
            FirstName = named
                ? row.FirstName ?? ""
                : Or(ImportFields.FirstName, row.FirstName ?? "", current.FirstName),
            LastName = (named ? row.LastName : Or(ImportFields.LastName, row.LastName, null)) ?? current.LastName,
            Email = row.Email ?? current.Email,
            EmployeeNumber = Or(ImportFields.EmployeeNumber, row.EmployeeNumber, current.EmployeeNumber),
            ExternalId = Or(ImportFields.ExternalId, row.ExternalId, current.ExternalId),
            Phone = Or(ImportFields.Phone, row.Phone, current.Phone),
            BirthDate = Or(ImportFields.BirthDate, row.BirthDate, current.BirthDate),
            Gender = Or(ImportFields.Gender, row.Gender, current.Gender),
            Bio = Or(ImportFields.Bio, row.Bio, current.Bio),
            ExperienceYears = Or(ImportFields.ExperienceYears, row.ExperienceYears, current.ExperienceYears),
            Custom = custom,
        };
    }

    private static Placement PlacementOf(ImportChange change, ColumnMapping mapping)
    {
        var placement = Placement.Nothing;
        if (mapping.Has(ImportFields.Department))
            placement = placement.With(
                Placement.InDepartment(change.DepartmentId is { } id ? new DepartmentId(id) : null)
            );
        if (mapping.Has(ImportFields.Position))
            placement = placement.With(Placement.AsPosition(change.PositionId is { } id ? new PositionId(id) : null));
        var named = change.Row.ManagerNumber ?? change.Row.ManagerEmail;
        // A manager who is unknown is no reason to take away the one who is known.
        if (
            (mapping.Has(ImportFields.ManagerNumber) || mapping.Has(ImportFields.ManagerEmail))
            && (named is null || change.ManagerId is not null)
        )
            placement = placement.With(Placement.Under(change.ManagerId));
        return placement;
    }

    private static RowError Error(ImportChange change, string field, string code, string message) =>
        new(change.Row.Line, field, code, RowErrorSeverity.Error, message, Value: null);
}
