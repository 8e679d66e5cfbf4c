using HrPlatform.Domain.Common;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Domain.Tests.Employees;

public sealed class EmployeeTests
{
    private static readonly DateOnly _today = new(2026, 6, 15);
    private static readonly DateTimeOffset _now = new(2026, 6, 15, 9, 0, 0, TimeSpan.Zero);
    private static readonly DepartmentId _sales = DepartmentId.New();
    private static readonly DepartmentId _research = DepartmentId.New();
    private static readonly PositionId _engineer = PositionId.New();
    private static readonly EmployeeId _boss = EmployeeId.New();

    private static Employee Hired(DateOnly? on = null, Money? pay = null)
    {
        var employee = Employee.Hire(
            new EmployeeProfile("Ada", "Byron", "ada@example.com"),
            on ?? new DateOnly(2020, 1, 1),
            Placement.Of(_sales, _engineer, _boss),
            pay,
            [],
            _today,
            _now
        );
        employee.ClearEvents();
        return employee;
    }

    [Fact]
    public void A_hire_in_the_past_is_active_at_once()
    {
        var employee = Hired(pay: Money.Of(100, "USD"));

        employee.Status.ShouldBe(EmploymentStatus.Active);
        employee.DepartmentId.ShouldBe(_sales);
        employee.Salary.ShouldBe(100);
        employee.StateOn(new DateOnly(2019, 12, 31)).ShouldBeNull();
    }

    [Fact]
    public void A_hire_dated_ahead_is_scheduled_until_its_day()
    {
        var day = _today.AddDays(10);
        var employee = Hired(day);

        employee.Status.ShouldBe(EmploymentStatus.Scheduled);
        employee.DepartmentId.ShouldBe(_sales);
        employee.ProjectTo(day.AddDays(-1)).ShouldBeFalse();
        employee.ProjectTo(day).ShouldBeTrue();
        employee.Status.ShouldBe(EmploymentStatus.Active);
        employee.Events.Single().ChangedFields.ShouldBe(["status"]);
    }

    [Fact]
    public void A_change_dated_ahead_takes_effect_and_raises_its_event_on_the_day()
    {
        var employee = Hired();
        var day = _today.AddDays(3);
        employee.Record(EmploymentEventKind.Transfer, day, Placement.InDepartment(_research), "growth", _today, _now);

        employee.DepartmentId.ShouldBe(_sales);
        employee.Events.ShouldNotContain(e => e.Type == "employee.updated");
        employee.ClearEvents();

        employee.ProjectTo(day).ShouldBeTrue();
        employee.DepartmentId.ShouldBe(_research);
        employee.Events.Single().Type.ShouldBe("employee.updated");
        employee.Events.Single().ChangedFields.ShouldBe(["department"]);
        employee.ProjectTo(day).ShouldBeFalse();
    }

    [Fact]
    public void A_pending_change_can_be_cancelled_and_one_in_effect_not()
    {
        var employee = Hired();
        var pending = employee.Record(
            EmploymentEventKind.Transfer,
            _today.AddDays(3),
            Placement.InDepartment(_research),
            null,
            _today,
            _now
        );

        employee.Cancel(pending, _today);

        employee.StateOn(_today.AddDays(30))!.Value.DepartmentId.ShouldBe(_sales);
        Should.Throw<DomainException>(() => employee.Cancel(employee.History[0], _today)).Code.ShouldBe("not-pending");
    }

    [Fact]
    public void A_termination_that_a_rehire_needs_cannot_be_cancelled()
    {
        var employee = Hired();
        var end = employee.Record(
            EmploymentEventKind.Termination,
            _today.AddDays(3),
            Placement.Nothing,
            null,
            _today,
            _now
        );
        employee.Record(EmploymentEventKind.Rehire, _today.AddDays(9), Placement.Nothing, null, _today, _now);

        Should.Throw<DomainException>(() => employee.Cancel(end, _today)).Code.ShouldBe("not-terminated");
        employee.History.Count.ShouldBe(3);
    }

    [Fact]
    public void A_retroactive_event_is_carried_into_later_states_unless_they_set_the_field()
    {
        var employee = Hired();
        var position = PositionId.New();
        employee.Record(
            EmploymentEventKind.Promotion,
            new DateOnly(2022, 1, 1),
            Placement.AsPosition(position),
            null,
            _today,
            _now
        );
        employee.Record(
            EmploymentEventKind.Transfer,
            new DateOnly(2021, 1, 1),
            Placement.InDepartment(_research),
            null,
            _today,
            _now
        );

        employee.DepartmentId.ShouldBe(_research);
        employee.PositionId.ShouldBe(position);
        employee.StateOn(new DateOnly(2020, 12, 31))!.Value.DepartmentId.ShouldBe(_sales);
        employee.StateOn(new DateOnly(2021, 12, 31))!.Value.PositionId.ShouldBe(_engineer);
    }

    [Fact]
    public void After_a_termination_only_a_rehire_is_accepted()
    {
        var employee = Hired();
        employee.Record(
            EmploymentEventKind.Termination,
            new DateOnly(2025, 1, 1),
            Placement.Nothing,
            null,
            _today,
            _now
        );

        employee.Status.ShouldBe(EmploymentStatus.Terminated);
        employee.TerminationDate.ShouldBe(new DateOnly(2025, 1, 1));
        Should
            .Throw<DomainException>(() =>
                employee.Record(
                    EmploymentEventKind.Transfer,
                    _today,
                    Placement.InDepartment(_research),
                    null,
                    _today,
                    _now
                )
            )
            .Code.ShouldBe("employment-ended");

        employee.Record(EmploymentEventKind.Rehire, _today, Placement.Nothing, null, _today, _now);
        employee.Status.ShouldBe(EmploymentStatus.Active);
        employee.HireDate.ShouldBe(_today);
        employee.TerminationDate.ShouldBeNull();
    }

    [Theory]
    [InlineData(EmploymentEventKind.Hire, "already-hired")]
    [InlineData(EmploymentEventKind.Rehire, "not-terminated")]
    public void Somebody_employed_is_not_hired_again(EmploymentEventKind kind, string code) =>
        Should
            .Throw<DomainException>(() => Hired().Record(kind, _today, Placement.Nothing, null, _today, _now))
            .Code.ShouldBe(code);

    [Fact]
    public void Nothing_is_recorded_before_the_hire()
    {
        var employee = Hired();
        var before = new DateOnly(2019, 12, 31);

        Should
            .Throw<DomainException>(() =>
                employee.Record(
                    EmploymentEventKind.Transfer,
                    before,
                    Placement.InDepartment(_research),
                    null,
                    _today,
                    _now
                )
            )
            .Code.ShouldBe("before-hire");
        Should
            .Throw<DomainException>(() => employee.SetPay(Money.Of(1, "USD"), before, null, _today, _now))
            .Code.ShouldBe("before-hire");
    }

    [Fact]
    public void Nobody_manages_himself()
    {
        var employee = Hired();

        Should
            .Throw<DomainException>(() =>
                employee.Change(new EmployeeChange { Placement = Placement.Under(employee.Id) }, _today, _now)
            )
            .Code.ShouldBe("own-manager");
        employee.ManagerId.ShouldBe(_boss);
    }

    [Fact]
    public void A_change_that_changes_nothing_leaves_no_trace()
    {
        var employee = Hired(pay: Money.Of(100, "USD"));

        var changed = employee.Change(
            new EmployeeChange
            {
                Profile = employee.Profile,
                HireDate = employee.HireDate,
                Placement = Placement.Of(_sales, _engineer, _boss),
                Pay = Money.Of(100.00m, "usd"),
                Skills = [],
                Status = EmploymentStatus.Active,
            },
            _today,
            _now
        );

        changed.ShouldBeFalse();
        employee.Events.ShouldBeEmpty();
        employee.History.Count.ShouldBe(1);
    }

    [Fact]
    public void One_write_raises_one_event_that_names_every_changed_field()
    {
        var employee = Hired(pay: Money.Of(100, "USD"));

        employee.Change(
            new EmployeeChange
            {
                Profile = employee.Profile with { Phone = "1" },
                Placement = Placement.InDepartment(_research),
                Pay = Money.Of(120, "USD"),
                Skills = [SkillId.New()],
            },
            _today,
            _now
        );

        employee
            .Events.Single()
            .ChangedFields.ShouldBe(["phone", "skills", "department", "compensation"], ignoreOrder: true);
        employee.History[^1].Kind.ShouldBe(EmploymentEventKind.Transfer);
    }

    [Fact]
    public void Correcting_the_hire_date_moves_the_hire_and_its_pay()
    {
        var employee = Hired(pay: Money.Of(100, "USD"));
        var corrected = new DateOnly(2019, 5, 1);

        employee.Change(new EmployeeChange { HireDate = corrected }, _today, _now);

        employee.HireDate.ShouldBe(corrected);
        employee.StateOn(corrected)!.Value.DepartmentId.ShouldBe(_sales);
        employee.PayOn(corrected)!.Amount.ShouldBe(100);
    }

    [Fact]
    public void A_hire_date_cannot_be_moved_past_later_events()
    {
        var employee = Hired();
        employee.Record(
            EmploymentEventKind.Transfer,
            new DateOnly(2021, 1, 1),
            Placement.InDepartment(_research),
            null,
            _today,
            _now
        );

        Should
            .Throw<DomainException>(() =>
                employee.Change(new EmployeeChange { HireDate = new DateOnly(2022, 1, 1) }, _today, _now)
            )
            .Code.ShouldBe("before-hire");
    }

    [Fact]
    public void Pay_dated_between_two_changes_lasts_until_the_next()
    {
        var employee = Hired(pay: Money.Of(100, "USD"));
        employee.SetPay(Money.Of(300, "USD"), new DateOnly(2024, 1, 1), null, _today, _now);
        employee.SetPay(Money.Of(200, "USD"), new DateOnly(2022, 1, 1), null, _today, _now);
        employee.SetPay(Money.Of(400, "USD"), _today.AddDays(1), null, _today, _now);

        employee.PayOn(new DateOnly(2021, 12, 31))!.Amount.ShouldBe(100);
        employee.PayOn(new DateOnly(2023, 12, 31))!.Amount.ShouldBe(200);
        employee.Salary.ShouldBe(300);
        employee.PayOn(_today.AddDays(1))!.Amount.ShouldBe(400);

        employee.Cancel(employee.Compensation[^1], _today);
        employee.PayOn(_today.AddDays(1))!.Amount.ShouldBe(300);
    }

    [Fact]
    public void Deleting_and_restoring_twice_is_done_once()
    {
        var employee = Hired();

        employee.Delete(_now).ShouldBeTrue();
        employee.Delete(_now).ShouldBeFalse();
        employee.Restore().ShouldBeTrue();
        employee.Restore().ShouldBeFalse();
        employee.Events.Select(e => e.Type).ShouldBe(["employee.deleted", "employee.restored"]);
    }
}
