using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Search;

/// <summary>The query's words as the full-text index knows them, each with how rare it is.</summary>
/// <param name="Lexemes">Stems in every language that documents can have.</param>
/// <param name="Weights">Inverse document frequency as BM25 defines it, in the order of the lexemes.</param>
internal sealed record QueryTerms(string[] Lexemes, double[] Weights)
{
    // Counting stops here: beyond it a word is so common that the exact number no longer matters.
    private const int CountLimit = 2000;

    public static Task<QueryTerms> ReadAsync(
        ITenantSql sql,
        string table,
        string query,
        CancellationToken cancellationToken
    )
    {
        var command = new NpgsqlBatchCommand(
            $"""
            WITH words AS (
                SELECT lexeme FROM unnest(to_tsvector('english', $1))
                UNION SELECT lexeme FROM unnest(to_tsvector('french', $1))
                UNION SELECT lexeme FROM unnest(to_tsvector('simple', $1))
            ),
            size AS (
                SELECT CASE WHEN reltuples >= 5000 THEN reltuples ELSE (SELECT count(*) FROM {table}) END AS texts
                FROM pg_class WHERE oid = '{table}'::regclass
            )
            SELECT lexeme, ln(1 + (greatest(texts, found) - found + 0.5) / (found + 0.5))
            FROM words, size, LATERAL (
                SELECT count(*)::float8 AS found FROM (
                    SELECT FROM {table} WHERE tsv @@ to_tsquery('simple', quote_literal(lexeme)) LIMIT {CountLimit}
                ) AS matches
            ) AS counted
            WHERE found > 0
            ORDER BY 2 DESC
            LIMIT 32
            """
        )
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = query } },
        };
        return sql.ReadAsync(
            command,
            async (reader, token) =>
            {
                var lexemes = new List<string>();
                var weights = new List<double>();
                while (await reader.ReadAsync(token))
                {
                    lexemes.Add(reader.GetString(0));
                    weights.Add(reader.GetDouble(1));
                }
                return new QueryTerms([.. lexemes], [.. weights]);
            },
            cancellationToken
        );
    }
}
