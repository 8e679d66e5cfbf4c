using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Insights;

internal static class ReaderExtensions
{
    public static string? TextOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static decimal? DecimalOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetDecimal(column);
}
