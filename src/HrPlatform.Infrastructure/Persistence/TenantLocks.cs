using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>Locks that last until the transaction ends, one per subject and tenant.</summary>
internal static class TenantLocks
{
    /// <param name="subject">What only one transaction at a time may do.</param>
    public static NpgsqlBatchCommand Take(string subject)
    {
        var statement = new SqlText();
        var name = statement.Value(subject);
        statement.Add($"SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || {name}, 0))");
        return statement.Build();
    }
}
