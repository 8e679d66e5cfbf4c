using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Positions that employees hold.</summary>
public class PositionsClient
{
    private readonly IPositionsApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public PositionsClient(IPositionsApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected PositionsClient() { }
#pragma warning restore CS8618

    /// <summary>All positions; pages are read as needed.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<Position> ListAsync(
        ListPositionsQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<Position>(
            async (cursor, cancellation) =>
                await _api.ListPositionsAsync((query ?? new()) with { Cursor = cursor ?? query?.Cursor }, cancellation)
                    .ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Reads one position.</summary>
    /// <param name="positionId">The position's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrNotFoundException">There is no such position.</exception>
    public virtual Task<Position> GetAsync(string positionId, CancellationToken cancellationToken = default) =>
        _api.GetPositionAsync(positionId, cancellationToken);

    /// <summary>Creates a position.</summary>
    /// <param name="position">Its fields.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Position> CreateAsync(
        PositionRequest position,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _api.CreatePositionAsync(position, idempotencyKey, cancellationToken);

    /// <summary>Replaces all fields: what is left out is cleared.</summary>
    /// <param name="positionId">The position's id.</param>
    /// <param name="position">All fields.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Position> ReplaceAsync(
        string positionId,
        PositionRequest position,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.ReplacePositionAsync(positionId, position, ifMatch, cancellationToken);

    /// <summary>Changes some fields: what is left out stays.</summary>
    /// <param name="positionId">The position's id.</param>
    /// <param name="patch">The fields to change; null clears.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Position> UpdateAsync(
        string positionId,
        PatchPositionRequest patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.PatchPositionAsync(positionId, patch, ifMatch, cancellationToken);

    /// <summary>Deletes a position.</summary>
    /// <param name="positionId">The position's id.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to delete only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task DeleteAsync(
        string positionId,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.DeletePositionAsync(positionId, ifMatch, cancellationToken);
}
