using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Who reports to whom.</summary>
public class OrgChartClient
{
    private readonly IOrgChartApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public OrgChartClient(IOrgChartApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected OrgChartClient() { }
#pragma warning restore CS8618

    /// <summary>Reads the chart, or a part of it.</summary>
    /// <param name="query">From whom on, how deep, and on which day.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<OrgChart> GetAsync(
        GetOrgChartQuery? query = null,
        CancellationToken cancellationToken = default
    ) => _api.GetOrgChartAsync(query, cancellationToken);
}
