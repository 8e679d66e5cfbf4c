using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Departments, as a tree.</summary>
public class DepartmentsClient
{
    private readonly IDepartmentsApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public DepartmentsClient(IDepartmentsApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected DepartmentsClient() { }
#pragma warning restore CS8618

    /// <summary>All departments; pages are read as needed.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<Department> ListAsync(
        ListDepartmentsQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<Department>(
            async (cursor, cancellation) =>
                await _api.ListDepartmentsAsync(
                        (query ?? new()) with
                        {
                            Cursor = cursor ?? query?.Cursor,
                        },
                        cancellation
                    )
                    .ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Reads one department.</summary>
    /// <param name="departmentId">The department's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrNotFoundException">There is no such department.</exception>
    public virtual Task<Department> GetAsync(string departmentId, CancellationToken cancellationToken = default) =>
        _api.GetDepartmentAsync(departmentId, cancellationToken);

    /// <summary>Reads the departments within each other, with their headcounts of today.</summary>
    /// <param name="query">From which department on, and how deep.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrNotFoundException">There is no such department.</exception>
    public virtual Task<DepartmentTree> GetTreeAsync(
        GetDepartmentTreeQuery? query = null,
        CancellationToken cancellationToken = default
    ) => _api.GetDepartmentTreeAsync(query, cancellationToken);

    /// <summary>Creates a department.</summary>
    /// <param name="department">Its fields.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Department> CreateAsync(
        DepartmentRequest department,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _api.CreateDepartmentAsync(department, idempotencyKey, cancellationToken);

    /// <summary>Replaces all fields: what is left out is cleared.</summary>
    /// <param name="departmentId">The department's id.</param>
    /// <param name="department">All fields.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Department> ReplaceAsync(
        string departmentId,
        DepartmentRequest department,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.ReplaceDepartmentAsync(departmentId, department, ifMatch, cancellationToken);

    /// <summary>Changes some fields: what is left out stays.</summary>
    /// <param name="departmentId">The department's id.</param>
    /// <param name="patch">The fields to change; null clears.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Department> UpdateAsync(
        string departmentId,
        PatchDepartmentRequest patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.PatchDepartmentAsync(departmentId, patch, ifMatch, cancellationToken);

    /// <summary>Deletes a department.</summary>
    /// <param name="departmentId">The department's id.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to delete only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task DeleteAsync(
        string departmentId,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.DeleteDepartmentAsync(departmentId, ifMatch, cancellationToken);
}
