using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Application.Common;
using HrPlatform.Application.Jobs;
using HrPlatform.Application.Search;
using HrPlatform.Domain.Jobs;
using HrPlatform.Infrastructure.Persistence;

namespace HrPlatform.Infrastructure.Search;

/// <summary>
/// Enqueues the embedding of changed employees in the transaction that changes them. All changes of a few seconds share
/// one job.
/// </summary>
internal sealed class ProfileRefresh(
    CallerContext caller,
    IJobQueue jobs,
    IUnitOfWork unitOfWork,
    ProfileRefreshSlots slots,
    TimeProvider clock
) : ICommitHook
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    public async Task BeforeCommitAsync(IReadOnlySet<string> raised, CancellationToken cancellationToken)
    {
        if (!raised.Any(type => type.StartsWith("employee.", StringComparison.Ordinal)))
            return;
        var slot = clock.GetUtcNow().Ticks / Window.Ticks + 1;
        var schema = caller.Tenant.Schema;
        if (slots.HasJob(schema, slot))
            return;
        var options = new EnqueueOptions
        {
            Id = JobOf(caller.Tenant, slot),
            RunAt = new DateTimeOffset((slot + 1) * Window.Ticks, TimeSpan.Zero),
        };
        await jobs.EnqueueAsync(EmployeeProfileIndexer.JobKind, new ProfileRefreshJob(), cancellationToken, options);
        unitOfWork.OnCommitted(() => slots.JobCommitted(schema, slot));
    }

    // The same tenant and time slot always give the same id, so that the job is enqueued once.
    private static JobId JobOf(TenantPlace tenant, long slot)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Schema}/{slot}"));
        var id = Guid.CreateVersion7(new DateTimeOffset(slot * Window.Ticks, TimeSpan.Zero))
            .ToByteArray(bigEndian: true);
        hash.AsSpan(0, 8).CopyTo(id.AsSpan(8));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        BinaryPrimitives.WriteUInt16BigEndian(id.AsSpan(6), (ushort)(0x7000 | (hash[8] << 4)));
        return new JobId(new Guid(id, bigEndian: true));
    }

    private sealed record ProfileRefreshJob;
}

/// <summary>Of each schema, the last slot of time whose job this process knows to be stored: asking again is spared.</summary>
internal sealed class ProfileRefreshSlots
{
    private readonly ConcurrentDictionary<string, long> _slots = new(StringComparer.Ordinal);

    public bool HasJob(string schema, long slot) => _slots.TryGetValue(schema, out var known) && known == slot;

    public void JobCommitted(string schema, long slot) => _slots[schema] = slot;
}
