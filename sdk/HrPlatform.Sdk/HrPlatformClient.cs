using System.Reflection;
using HrPlatform.Sdk.V2;
using Refit;

namespace HrPlatform.Sdk;

/// <summary>
/// The HrPlatform API. Get it from the service collection (<c>services.AddHrPlatform(…)</c>), or make one and keep it: it
/// may be used by many threads at once. In tests, replace the members that are used.
/// </summary>
public class HrPlatformClient : IDisposable
{
    private readonly HttpClient? _owned;
    private readonly EmployeesClient _employees;
    private readonly DepartmentsClient _departments;
    private readonly PositionsClient _positions;
    private readonly SkillsClient _skills;
    private readonly CustomFieldsClient _customFields;
    private readonly OrgChartClient _orgChart;
    private readonly AgentsClient _agents;
    private readonly ConversationsClient _conversations;
    private readonly ApiKeysClient _apiKeys;
    private readonly TenantsClient _tenants;
    private readonly AccountClient _account;
    private readonly JobsClient _jobs;
    private readonly ImportsClient _imports;
    private readonly ExportsClient _exports;
    private readonly DocumentsClient _documents;
    private readonly SearchClient _search;

    /// <summary>A client with connections of its own.</summary>
    /// <param name="options">Address and key.</param>
    /// <exception cref="ArgumentException">The options can't work, e.g. a key with a wrong checksum.</exception>
    public HrPlatformClient(HrPlatformOptions options)
        : this(HttpPipeline.CreateClient(options), options) => _owned = Http;

    /// <summary>
    /// A client over connections that the caller has set up: base address, credential and repetitions are the caller's.
    /// Register with <c>AddHrPlatform</c> to have them done.
    /// </summary>
    /// <param name="http">Has a base address and an authorization header.</param>
    /// <param name="options">How long to wait between looks at a job, and by which clock; the defaults when left out.</param>
    public HrPlatformClient(HttpClient http, HrPlatformOptions? options = null)
    {
        Http = http;
        var clock = options?.TimeProvider ?? TimeProvider.System;
        _jobs = new JobsClient(Over<IJobsApi>(http), clock);
        _imports = new ImportsClient(Over<IImportsApi>(http), _jobs);
        _exports = new ExportsClient(Over<IExportsApi>(http), _jobs);
        _employees = new EmployeesClient(Over<IEmployeesApi>(http), _imports);
        _departments = new DepartmentsClient(Over<IDepartmentsApi>(http));
        _positions = new PositionsClient(Over<IPositionsApi>(http));
        _skills = new SkillsClient(Over<ISkillsApi>(http));
        _customFields = new CustomFieldsClient(Over<ICustomFieldsApi>(http));
        _orgChart = new OrgChartClient(Over<IOrgChartApi>(http));
        _documents = new DocumentsClient(Over<IDocumentsApi>(http), clock);
        _agents = new AgentsClient(Over<IAgentsApi>(http));
        _conversations = new ConversationsClient(Over<IConversationsApi>(http));
        _apiKeys = new ApiKeysClient(Over<IApiKeysApi>(http));
        _tenants = new TenantsClient(Over<ITenantsApi>(http));
        _account = new AccountClient(Over<IMeApi>(http), Over<ILimitsApi>(http));
        _search = new SearchClient(Over<ISearchApi>(http));
    }

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected HrPlatformClient() { }
#pragma warning restore CS8618

    private HttpClient Http { get; }

    /// <summary>Employees with everything that is known about them.</summary>
    public virtual EmployeesClient Employees => _employees;

    /// <summary>Departments, as a tree.</summary>
    public virtual DepartmentsClient Departments => _departments;

    /// <summary>Positions that employees hold.</summary>
    public virtual PositionsClient Positions => _positions;

    /// <summary>The catalogue of skills.</summary>
    public virtual SkillsClient Skills => _skills;

    /// <summary>Fields of employees that the tenant defines for itself.</summary>
    public virtual CustomFieldsClient CustomFields => _customFields;

    /// <summary>Who reports to whom.</summary>
    public virtual OrgChartClient OrgChart => _orgChart;

    /// <summary>Handbooks, policies and other documents: upload, read, change, delete.</summary>
    public virtual DocumentsClient Documents => _documents;

    /// <summary>One search over documents and employees.</summary>
    public virtual SearchClient Search => _search;

    /// <summary>Questions in natural language, answered with citations.</summary>
    public virtual AgentsClient Agents => _agents;

    /// <summary>Earlier questions and answers.</summary>
    public virtual ConversationsClient Conversations => _conversations;

    /// <summary>Many employees at once, from CSV.</summary>
    public virtual ImportsClient Imports => _imports;

    /// <summary>Credentials of the tenant's programs.</summary>
    public virtual ApiKeysClient ApiKeys => _apiKeys;

    /// <summary>Companies on the platform; for platform administrators only.</summary>
    public virtual TenantsClient Tenants => _tenants;

    /// <summary>What the presented key is, may do, and how often.</summary>
    public virtual AccountClient Account => _account;

    /// <summary>All employees, or some, as a file.</summary>
    public virtual ExportsClient Exports => _exports;

    /// <summary>Long work: its progress, its end.</summary>
    public virtual JobsClient Jobs => _jobs;

    /// <summary>
    /// A generated interface, with each operation as it is on the wire: of <c>HrPlatform.Sdk.V2</c>, or of
    /// <c>HrPlatform.Sdk.V1</c> for the simple contract.
    /// </summary>
    /// <typeparam name="T">The interface, e.g. <see cref="IDocumentsApi"/>.</typeparam>
    public virtual T Api<T>()
        where T : class => Over<T>(Http);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections, if they are this client's own.</summary>
    /// <param name="disposing">Whether it was called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _owned?.Dispose();
    }

    private static T Over<T>(HttpClient http)
        where T : class => RestService.For<T>(http, Wire.Settings);

    /// <summary>The interfaces that are written from the documents.</summary>
    internal static IEnumerable<Type> GeneratedInterfaces =>
        Assembly
            .GetExecutingAssembly()
            .GetExportedTypes()
            .Where(type =>
                type is { IsInterface: true, Namespace: "HrPlatform.Sdk.V1" or "HrPlatform.Sdk.V2" }
                && type.Name.EndsWith("Api", StringComparison.Ordinal)
            );
}
