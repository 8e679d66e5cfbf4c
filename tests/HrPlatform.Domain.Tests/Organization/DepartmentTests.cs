using HrPlatform.Domain.Common;
using HrPlatform.Domain.Organization;

namespace HrPlatform.Domain.Tests.Organization;

public sealed class DepartmentTests
{
    [Fact]
    public void A_department_is_not_its_own_parent()
    {
        var department = Department.Create("Sales", null, null);

        Should.Throw<DomainException>(() => department.Change("Sales", null, department.Id)).Code.ShouldBe("cycle");
    }

    [Fact]
    public void A_change_names_what_differs_and_none_raises_nothing()
    {
        var department = Department.Create("Sales", null, null);
        department.ClearEvents();

        department.Change("Sales", null, null).ShouldBeFalse();
        department.Events.ShouldBeEmpty();
        department.Change("Sales", "S", null).ShouldBeTrue();
        department.Events.Single().ChangedFields.ShouldBe(["code"]);
    }
}
