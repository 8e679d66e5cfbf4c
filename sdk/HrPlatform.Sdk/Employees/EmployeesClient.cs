using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Employees with everything that is known about them: fields, history, pay, skills, reporting line.</summary>
public class EmployeesClient
{
    private readonly IEmployeesApi _api;
    private readonly ImportsClient _imports;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    /// <param name="imports">Where files are sent.</param>
    public EmployeesClient(IEmployeesApi api, ImportsClient imports)
    {
        _api = api;
        _imports = imports;
    }

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected EmployeesClient() { }
#pragma warning restore CS8618

    /// <summary>All employees that fit; pages are read as needed, so that a list of any length takes little memory.</summary>
    /// <param name="query">Which ones, in which order, how much of each; <c>Limit</c> is the size of a page.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<Employee> ListAsync(
        ListEmployeesQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<Employee>(
            async (cursor, cancellation) =>
                await _api.ListEmployeesAsync((query ?? new()) with { Cursor = cursor ?? query?.Cursor }, cancellation)
                    .ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Reads one employee.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="query">The day to look at, and how much to read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrNotFoundException">There is no such employee.</exception>
    public virtual Task<Employee> GetAsync(
        string employeeId,
        GetEmployeeQuery? query = null,
        CancellationToken cancellationToken = default
    ) => _api.GetEmployeeAsync(employeeId, query, cancellationToken);

    /// <summary>Hires somebody.</summary>
    /// <param name="employee">What is known.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrConflictException">Somebody else has the e-mail address, number or external id.</exception>
    /// <exception cref="HrValidationException">Some fields are wrong; they are named.</exception>
    public virtual Task<Employee> CreateAsync(
        CreateEmployeeRequest employee,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _api.CreateEmployeeAsync(employee, idempotencyKey, cancellationToken);

    /// <summary>Replaces all fields: what is left out is cleared.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="employee">All fields.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrPreconditionFailedException">Somebody changed the employee since.</exception>
    public virtual Task<Employee> ReplaceAsync(
        string employeeId,
        ReplaceEmployeeRequest employee,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.ReplaceEmployeeAsync(employeeId, employee, ifMatch, cancellationToken);

    /// <summary>Changes some fields: what is left out stays.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="patch">The fields to change; null clears.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrPreconditionFailedException">Somebody changed the employee since.</exception>
    public virtual Task<Employee> UpdateAsync(
        string employeeId,
        PatchEmployeeRequest patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.PatchEmployeeAsync(employeeId, patch, ifMatch, cancellationToken);

    /// <summary>Deletes an employee; <see cref="RestoreAsync"/> brings it back.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to delete only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task DeleteAsync(
        string employeeId,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.DeleteEmployeeAsync(employeeId, ifMatch, cancellationToken);

    /// <summary>Brings a deleted employee back.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Employee> RestoreAsync(string employeeId, CancellationToken cancellationToken = default) =>
        _api.RestoreEmployeeAsync(employeeId, cancellationToken: cancellationToken);

    /// <summary>Creates and changes up to 500 employees in one call, each with its own answer.</summary>
    /// <param name="batch">The employees, and what they are recognised by.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<BatchResult> BatchAsync(
        BatchRequest batch,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _api.BatchEmployeesAsync(batch, idempotencyKey, cancellationToken);

    /// <summary>Imports employees from a CSV file; the import goes on at the server, whether or not anybody waits.</summary>
    /// <param name="content">CSV, plain or gzip. One that can be rewound is sent again when the connection breaks.</param>
    /// <param name="fileName">The file's name.</param>
    /// <param name="options">How to read it, and what to do about rows with mistakes.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <returns>The import, to wait for.</returns>
    public virtual Task<JobHandle> ImportAsync(
        Stream content,
        string fileName,
        ImportOptions? options = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _imports.StartAsync(content, fileName, options, idempotencyKey, cancellationToken);

    /// <summary>Sets all skills of an employee.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="skills">Ids or names from the catalogue.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrValidationException">A skill is not in the catalogue; the error names those that look like it.</exception>
    public virtual Task<Employee> SetSkillsAsync(
        string employeeId,
        IEnumerable<string> skills,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) =>
        _api.SetEmployeeSkillsAsync(
            employeeId,
            new SetSkillsRequest { Skills = [.. skills] },
            ifMatch,
            cancellationToken
        );

    /// <summary>Who reports to an employee.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="query">How many levels, and on which day.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<Employee> ListReportsAsync(
        string employeeId,
        ListReportsQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<Employee>(
            async (cursor, cancellation) =>
                await _api.ListReportsAsync(
                        employeeId,
                        (query ?? new()) with
                        {
                            Cursor = cursor ?? query?.Cursor,
                        },
                        cancellation
                    )
                    .ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Whom an employee reports to: the manager first, then upwards.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="query">On which day.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<Employee> ListManagersAsync(
        string employeeId,
        ListManagersQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<Employee>(
            async (_, cancellation) =>
                await _api.ListManagersAsync(employeeId, query, cancellation).ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>What happened in an employment, and what is dated ahead.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<EmploymentEvent> ListHistoryAsync(
        string employeeId,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<EmploymentEvent>(
            async (_, cancellation) =>
                await _api.ListEmploymentEventsAsync(employeeId, cancellation).ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Records a transfer, promotion, termination or rehire: past, today or ahead.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="change">What happens on which day.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<EmploymentEvent> RecordEventAsync(
        string employeeId,
        RecordEventRequest change,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) =>
        _api.RecordEmploymentEventAsync(
            employeeId,
            change,
            idempotencyKey: idempotencyKey,
            cancellationToken: cancellationToken
        );

    /// <summary>Takes an event back whose day is still to come.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="eventId">The event's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task CancelEventAsync(
        string employeeId,
        string eventId,
        CancellationToken cancellationToken = default
    ) => _api.CancelEmploymentEventAsync(employeeId, eventId, cancellationToken);

    /// <summary>All pay of an employee, dated.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<PayChange> ListPayAsync(
        string employeeId,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<PayChange>(
            async (_, cancellation) => await _api.ListPayAsync(employeeId, cancellation).ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Changes the pay as of a day.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="pay">How much, and from when.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<PayChange> AddPayAsync(
        string employeeId,
        AddPayRequest pay,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _api.AddPayAsync(employeeId, pay, idempotencyKey: idempotencyKey, cancellationToken: cancellationToken);

    /// <summary>Takes a change of pay back whose day is still to come.</summary>
    /// <param name="employeeId">The employee's id.</param>
    /// <param name="compensationId">The change's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task CancelPayAsync(
        string employeeId,
        string compensationId,
        CancellationToken cancellationToken = default
    ) => _api.CancelPayAsync(employeeId, compensationId, cancellationToken);
}
