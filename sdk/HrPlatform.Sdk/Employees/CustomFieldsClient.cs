using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Fields of employees that the tenant defines for itself.</summary>
public class CustomFieldsClient
{
    private readonly ICustomFieldsApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public CustomFieldsClient(ICustomFieldsApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected CustomFieldsClient() { }
#pragma warning restore CS8618

    /// <summary>All custom fields.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<CustomField> ListAsync(CancellationToken cancellationToken = default) =>
        Pages.FollowAsync<CustomField>(
            async (_, cancellation) => await _api.ListCustomFieldsAsync(cancellation).ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Reads one custom field.</summary>
    /// <param name="customFieldId">The custom field's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrNotFoundException">There is no such custom field.</exception>
    public virtual Task<CustomField> GetAsync(string customFieldId, CancellationToken cancellationToken = default) =>
        _api.GetCustomFieldAsync(customFieldId, cancellationToken);

    /// <summary>Creates a custom field.</summary>
    /// <param name="customField">Its fields.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<CustomField> CreateAsync(
        CreateCustomFieldRequest customField,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _api.CreateCustomFieldAsync(customField, idempotencyKey, cancellationToken);

    /// <summary>Changes some fields: what is left out stays.</summary>
    /// <param name="customFieldId">The custom field's id.</param>
    /// <param name="patch">The fields to change; null clears.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<CustomField> UpdateAsync(
        string customFieldId,
        PatchCustomFieldRequest patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.PatchCustomFieldAsync(customFieldId, patch, ifMatch, cancellationToken);

    /// <summary>Deletes a custom field.</summary>
    /// <param name="customFieldId">The custom field's id.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to delete only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task DeleteAsync(
        string customFieldId,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.DeleteCustomFieldAsync(customFieldId, ifMatch, cancellationToken);
}
