using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Organization;

/// <summary>A node in the tree of departments.</summary>
public sealed class Department : AggregateRoot
{
    // For the mapper.
    private Department()
    {
        Name = "";
    }

    public DepartmentId Id { get; private set; }

    public string Name { get; private set; }

    public string? Code { get; private set; }

    public DepartmentId? ParentId { get; private set; }

    public static Department Create(string name, string? code, DepartmentId? parentId)
    {
        var department = new Department
        {
            Id = DepartmentId.New(),
            Name = name,
            Code = code,
            ParentId = parentId,
        };
        department.Raise(new DomainEvent("department.created", department.Id.ToString(), []));
        return department;
    }

    /// <summary>False when nothing differs. That the tree stays a tree, the caller has made sure of.</summary>
    public bool Change(string name, string? code, DepartmentId? parentId)
    {
        if (parentId == Id)
            throw new DomainException("cycle", "A department is not its own parent.", "parentId");
        List<string> changed = [];
        if (Name != name)
            changed.Add("name");
        if (Code != code)
            changed.Add("code");
        if (ParentId != parentId)
            changed.Add("parent");
        if (changed.Count == 0)
            return false;
        (Name, Code, ParentId) = (name, code, parentId);
        Raise(new DomainEvent("department.updated", Id.ToString(), changed));
        return true;
    }

    public void Delete() => Raise(new DomainEvent("department.deleted", Id.ToString(), []));
}
