using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>The catalogue of skills.</summary>
public class SkillsClient
{
    private readonly ISkillsApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public SkillsClient(ISkillsApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected SkillsClient() { }
#pragma warning restore CS8618

    /// <summary>All skills; pages are read as needed.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<Skill> ListAsync(
        ListSkillsQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<Skill>(
            async (cursor, cancellation) =>
                await _api.ListSkillsAsync((query ?? new()) with { Cursor = cursor ?? query?.Cursor }, cancellation)
                    .ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Reads one skill.</summary>
    /// <param name="skillId">The skill's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrNotFoundException">There is no such skill.</exception>
    public virtual Task<Skill> GetAsync(string skillId, CancellationToken cancellationToken = default) =>
        _api.GetSkillAsync(skillId, cancellationToken);

    /// <summary>Creates a skill.</summary>
    /// <param name="skill">Its fields.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Skill> CreateAsync(
        SkillRequest skill,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _api.CreateSkillAsync(skill, idempotencyKey, cancellationToken);

    /// <summary>Replaces all fields: what is left out is cleared.</summary>
    /// <param name="skillId">The skill's id.</param>
    /// <param name="skill">All fields.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Skill> ReplaceAsync(
        string skillId,
        SkillRequest skill,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.ReplaceSkillAsync(skillId, skill, ifMatch, cancellationToken);

    /// <summary>Changes some fields: what is left out stays.</summary>
    /// <param name="skillId">The skill's id.</param>
    /// <param name="patch">The fields to change; null clears.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Skill> UpdateAsync(
        string skillId,
        PatchSkillRequest patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.PatchSkillAsync(skillId, patch, ifMatch, cancellationToken);

    /// <summary>Deletes a skill.</summary>
    /// <param name="skillId">The skill's id.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to delete only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task DeleteAsync(
        string skillId,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.DeleteSkillAsync(skillId, ifMatch, cancellationToken);
}
