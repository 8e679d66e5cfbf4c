using CsCheck;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;

namespace HrPlatform.Domain.Tests.Employees;

/// <summary>
/// Whatever is recorded, in whatever order and on whatever day: the state of any day equals a plain replay of the
/// accepted events sorted by day.
/// </summary>
public sealed class EmploymentHistoryPropertyTests
{
    private static readonly DateOnly _start = new(2026, 1, 1);
    private static readonly DateTimeOffset _now = new(2026, 1, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly DepartmentId[] _departments = [DepartmentId.New(), DepartmentId.New(), DepartmentId.New()];
    private static readonly PositionId[] _positions = [PositionId.New(), PositionId.New()];
    private static readonly EmployeeId[] _managers = [EmployeeId.New(), EmployeeId.New()];
    private const int Days = 40;
    private const int Today = 20;

    private sealed record Step(int Action, int Day, int Sets, int Department, int Position, int Manager, int Pick);

    private sealed record Replayed(
        EmploymentEventId Id,
        EmploymentEventKind Kind,
        int Day,
        int Order,
        Placement Placement
    );

    private static readonly Gen<Step> _step = Gen.Select(
        Gen.Int[0, 8],
        Gen.Int[-2, Days],
        Gen.Int[1, 7],
        Gen.Int[0, 3],
        Gen.Int[0, 2],
        Gen.Int[0, 2],
        Gen.Int[0, 100],
        (action, day, sets, department, position, manager, pick) =>
            new Step(action, day, sets, department, position, manager, pick)
    );

    [Fact]
    public void The_state_of_any_day_equals_the_replayed_history() =>
        _step.List[1, 25].Sample(steps => Run(steps), iter: 3000);

    private static void Run(List<Step> steps)
    {
        var today = _start.AddDays(Today);
        var hire = Placement.Of(_departments[0], _positions[0], null);
        var employee = Employee.Hire(
            new EmployeeProfile("A", "B", "a@example.com"),
            _start,
            hire,
            null,
            [],
            today,
            _now
        );
        var accepted = new List<Replayed> { new(employee.History[0].Id, EmploymentEventKind.Hire, 0, 0, hire) };
        var pay = new SortedDictionary<int, decimal>();

        foreach (var (step, order) in steps.Select((step, i) => (step, i + 1)))
        {
            var day = _start.AddDays(step.Day);
            if (step.Action == 7)
            {
                Cancel(employee, accepted, step.Pick, today);
            }
            else if (step.Action == 8)
            {
                var inForce = pay.LastOrDefault(p => p.Key <= step.Day).Value;
                var legal = step.Day >= 0 && inForce != step.Pick + 1;
                Accepts(() => employee.SetPay(Money.Of(step.Pick + 1, "USD"), day, null, today, _now)).ShouldBe(legal);
                if (legal)
                    pay[step.Day] = step.Pick + 1;
            }
            else
            {
                var kind = (EmploymentEventKind)Math.Min(step.Action, (int)EmploymentEventKind.Rehire);
                var placement = kind == EmploymentEventKind.Termination ? Placement.Nothing : PlacementOf(step);
                EmploymentEvent? recorded = null;
                var ok = Accepts(() => recorded = employee.Record(kind, day, placement, null, today, _now));
                var candidate = new Replayed(recorded?.Id ?? default, kind, step.Day, order, placement);
                ok.ShouldBe(IsLegal(accepted, candidate));
                if (ok)
                    accepted.Add(candidate);
            }
        }

        for (var day = -2; day <= Days + 1; day++)
        {
            employee.StateOn(_start.AddDays(day)).ShouldBe(Replay(accepted, day));
            (employee.PayOn(_start.AddDays(day))?.Amount ?? 0).ShouldBe(pay.LastOrDefault(p => p.Key <= day).Value);
        }
        for (var day = Today; day <= Days + 1; day++)
        {
            employee.ProjectTo(_start.AddDays(day));
            new EmploymentState(
                employee.Status,
                employee.DepartmentId,
                employee.PositionId,
                employee.ManagerId
            ).ShouldBe(Replay(accepted, day)!.Value);
        }
    }

    private static Placement PlacementOf(Step step) =>
        new(
            ((step.Sets & 1) != 0 ? EmploymentFields.Department : EmploymentFields.None)
                | ((step.Sets & 2) != 0 ? EmploymentFields.Position : EmploymentFields.None)
                | ((step.Sets & 4) != 0 ? EmploymentFields.Manager : EmploymentFields.None),
            step.Department < 3 ? _departments[step.Department] : null,
            step.Position < 2 ? _positions[step.Position] : null,
            step.Manager < 2 ? _managers[step.Manager] : null
        );

    private static void Cancel(Employee employee, List<Replayed> accepted, int pick, DateOnly today)
    {
        var chosen = accepted[pick % accepted.Count];
        var rest = accepted.Where(e => e != chosen).ToList();
        var legal = chosen.Day > Today && rest.Count > 0 && Alternates(rest);
        Accepts(() => employee.Cancel(employee.History.Single(e => e.Id == chosen.Id), today)).ShouldBe(legal);
        if (legal)
            accepted.Remove(chosen);
    }

    private static bool IsLegal(List<Replayed> accepted, Replayed candidate)
    {
        if (candidate.Kind == EmploymentEventKind.Hire || candidate.Day < 0)
            return false;
        if (!Alternates([.. accepted, candidate]))
            return false;
        if (candidate.Kind is EmploymentEventKind.Termination or EmploymentEventKind.Rehire)
            return true;
        var before = Replay(accepted, candidate.Day)!.Value;
        return Set(before, candidate) != before;
    }

    private static bool Alternates(List<Replayed> events)
    {
        var employed = false;
        foreach (var e in events.OrderBy(e => e.Day).ThenBy(e => e.Order))
        {
            var starts = e.Kind is EmploymentEventKind.Hire or EmploymentEventKind.Rehire;
            if (starts == employed)
                return false;
            employed = e.Kind != EmploymentEventKind.Termination;
        }
        return true;
    }

    private static EmploymentState? Replay(List<Replayed> events, int day)
    {
        EmploymentState? state = null;
        foreach (var e in events.Where(e => e.Day <= day).OrderBy(e => e.Day).ThenBy(e => e.Order))
            state = Set(state ?? default, e);
        return state;
    }

    private static EmploymentState Set(EmploymentState state, Replayed e)
    {
        if (e.Kind == EmploymentEventKind.Termination)
            return state with { Status = EmploymentStatus.Terminated };
        if (e.Kind is EmploymentEventKind.Hire or EmploymentEventKind.Rehire)
            state = state with { Status = EmploymentStatus.Active };
        if ((e.Placement.Sets & EmploymentFields.Department) != EmploymentFields.None)
            state = state with { DepartmentId = e.Placement.DepartmentId };
        if ((e.Placement.Sets & EmploymentFields.Position) != EmploymentFields.None)
            state = state with { PositionId = e.Placement.PositionId };
        if ((e.Placement.Sets & EmploymentFields.Manager) != EmploymentFields.None)
            state = state with { ManagerId = e.Placement.ManagerId };
        return state;
    }

    private static bool Accepts(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (DomainException)
        {
            return false;
        }
    }
}
