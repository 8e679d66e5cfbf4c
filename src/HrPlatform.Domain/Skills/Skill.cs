using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Skills;

/// <summary>A skill of the tenant's catalogue.</summary>
public sealed class Skill : AggregateRoot
{
    // For the mapper.
    private Skill()
    {
        Name = "";
    }

    public SkillId Id { get; private set; }

    public string Name { get; private set; }

    public string? Category { get; private set; }

    public static Skill Create(string name, string? category)
    {
        var skill = new Skill
        {
            Id = SkillId.New(),
            Name = name,
            Category = category,
        };
        skill.Raise(new DomainEvent("skill.created", skill.Id.ToString(), []));
        return skill;
    }

    /// <summary>False when nothing differs.</summary>
    public bool Change(string name, string? category)
    {
        List<string> changed = [];
        if (Name != name)
            changed.Add("name");
        if (Category != category)
            changed.Add("category");
        if (changed.Count == 0)
            return false;
        (Name, Category) = (name, category);
        Raise(new DomainEvent("skill.updated", Id.ToString(), changed));
        return true;
    }

    public void Delete() => Raise(new DomainEvent("skill.deleted", Id.ToString(), []));
}
