namespace HrPlatform.Domain.Common;

/// <summary>Something that happened to an aggregate; stored in the outbox in the transaction in which it happened.</summary>
/// <param name="Type">Stable name of the event, e.g. <c>employee.created</c>.</param>
/// <param name="Subject">The id of what it happened to, in its public form.</param>
/// <param name="ChangedFields">The public names of the fields that changed; empty where the event says it all.</param>
public sealed record DomainEvent(string Type, string Subject, IReadOnlyList<string> ChangedFields);

/// <summary>The consistency boundary of a change: it is loaded, changed and saved as one, and versioned as one.</summary>
public abstract class AggregateRoot
{
    private readonly List<DomainEvent> _events = [];

    /// <summary>Grows by one with each saved change; what ETags are made of.</summary>
    public long Version { get; private set; } = 1;

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public IReadOnlyList<DomainEvent> Events => _events;

    protected void Raise(DomainEvent domainEvent) => _events.Add(domainEvent);

    public void ClearEvents() => _events.Clear();
}
