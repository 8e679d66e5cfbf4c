namespace HrPlatform.Infrastructure.Persistence;

/// <summary>Adds work to a unit of work just before it commits.</summary>
internal interface ICommitHook
{
    /// <param name="raised">The types of the domain events that the unit of work has stored.</param>
    Task BeforeCommitAsync(IReadOnlySet<string> raised, CancellationToken cancellationToken);
}
