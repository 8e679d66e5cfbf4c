namespace HrPlatform.Application.Tenants;

/// <summary>Lets one of several processes on the same database do something while the others wait.</summary>
public interface IPlatformLocks
{
    /// <summary>
    /// Waits until nobody else holds the lock of this name. It is held until the result is disposed or the process ends,
    /// however it ends.
    /// </summary>
    Task<IAsyncDisposable> TakeAsync(string name, CancellationToken cancellationToken);
}
