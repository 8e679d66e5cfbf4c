using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>What the presented key is, may do, and how often.</summary>
public class AccountClient
{
    private readonly IMeApi _me;
    private readonly ILimitsApi _limits;

    /// <summary>Over the generated interfaces.</summary>
    /// <param name="me">What the key is.</param>
    /// <param name="limits">How often it may ask.</param>
    public AccountClient(IMeApi me, ILimitsApi limits)
    {
        _me = me;
        _limits = limits;
    }

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected AccountClient() { }
#pragma warning restore CS8618

    /// <summary>The key, its tenant and its scopes.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<MeResource> GetAsync(CancellationToken cancellationToken = default) =>
        _me.GetMeAsync(cancellationToken);

    /// <summary>The limits and what is left of them.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<LimitsResource> GetLimitsAsync(CancellationToken cancellationToken = default) =>
        _limits.GetLimitsAsync(cancellationToken);
}
