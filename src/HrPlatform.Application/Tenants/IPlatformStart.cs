namespace HrPlatform.Application.Tenants;

/// <summary>What must be done before the first request is served.</summary>
public interface IPlatformStart
{
    /// <summary>Migrates the control plane and all tenants, then loads the installation's secrets.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);
}
