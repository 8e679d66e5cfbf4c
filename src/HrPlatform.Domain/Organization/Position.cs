using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Organization;

/// <summary>A job title of the tenant's catalogue.</summary>
public sealed class Position : AggregateRoot
{
    // For the mapper.
    private Position()
    {
        Title = "";
    }

    public PositionId Id { get; private set; }

    public string Title { get; private set; }

    public string? Level { get; private set; }

    public static Position Create(string title, string? level)
    {
        var position = new Position
        {
            Id = PositionId.New(),
            Title = title,
            Level = level,
        };
        position.Raise(new DomainEvent("position.created", position.Id.ToString(), []));
        return position;
    }

    /// <summary>False when nothing differs.</summary>
    public bool Change(string title, string? level)
    {
        List<string> changed = [];
        if (Title != title)
            changed.Add("title");
        if (Level != level)
            changed.Add("level");
        if (changed.Count == 0)
            return false;
        (Title, Level) = (title, level);
        Raise(new DomainEvent("position.updated", Id.ToString(), changed));
        return true;
    }

    public void Delete() => Raise(new DomainEvent("position.deleted", Id.ToString(), []));
}
