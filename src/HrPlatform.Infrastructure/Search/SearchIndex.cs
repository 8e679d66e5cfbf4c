using HrPlatform.Application.Search;
using HrPlatform.Domain.Documents;
using HrPlatform.Domain.Employees;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;
using Pgvector;

namespace HrPlatform.Infrastructure.Search;

/// <summary>
/// Hybrid search inside PostgreSQL: the nearest vectors (HNSW, cosine) and the full-text matches are gathered, and every
/// candidate gets the same score: cosine plus a part of BM25. That fusion beat reciprocal ranks where we measured it.
/// </summary>
internal sealed class SearchIndex(ITenantSql sql) : ISearchIndex
{
    /// <summary>How much the best full-text match can add to a cosine.</summary>
    private const double KeywordShare = 0.15;

    // Candidates per source: enough that the fused order of the first fifty is settled.
    private const int Candidates = 60;

    private const char HighlightStart = '\u0001';
    private const char HighlightEnd = '\u0002';

    // Unlikely in any text, and removed from the answer: they only mark where ts_headline found words.
    private const string HeadlineOptions = "StartSel=\u0001, StopSel=\u0002, MaxWords=45, MinWords=20, MaxFragments=1";

    public async Task<IReadOnlyList<SearchHit>> FindPassagesAsync(IndexQuery query, CancellationToken cancellationToken)
    {
        var terms = await QueryTerms.ReadAsync(sql, "chunks", query.Text, cancellationToken);
        var command = new NpgsqlBatchCommand(
            Statement(
                "chunks",
                "id",
                "token_count",
                """
                (cardinality($7::text[]) = 0 OR document_id IN (SELECT id FROM documents WHERE tags @> $7))
                AND (cardinality($8::uuid[]) = 0 OR document_id = ANY ($8))
                """,
                """
                SELECT ranked.*, ts_headline(t.language, t.text, $9::tsquery, $10), t.text, d.title,
                       t.document_id, t.heading_path, t.page, t.start_offset, t.end_offset
                FROM ranked JOIN chunks t USING (id) JOIN documents d ON d.id = t.document_id
                ORDER BY score DESC, id
                """
            )
        );
        AddParameters(command, query, terms);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. query.Filters.Tags ?? []] });
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]> { TypedValue = [.. (query.Filters.DocumentIds ?? []).Select(id => id.Value)] }
        );
        AddHeadline(command, terms);
        var hits = await sql.ReadAsync(command, ReadPassagesAsync, cancellationToken);
        return WithoutOverlaps(hits, query.Top);
    }

    public async Task<IReadOnlyList<SearchHit>> FindEmployeesAsync(
        IndexQuery query,
        CancellationToken cancellationToken
    )
    {
        var terms = await QueryTerms.ReadAsync(sql, "employee_profiles", query.Text, cancellationToken);
        var command = new NpgsqlBatchCommand(
            Statement(
                "employee_profiles",
                "employee_id",
                "30",
                """
                employee_id IN (
                    SELECT e.id FROM employees e LEFT JOIN departments d ON d.id = e.department_id
                    WHERE e.deleted_at IS NULL AND e.status = 'active'
                        AND (cardinality($7::text[]) = 0 OR hr.fold(d.name) IN (SELECT hr.fold(name) FROM unnest($7) AS name))
                )
                AND cardinality($8::uuid[]) = 0
                """,
                """
                SELECT ranked.*, ts_headline('english', t.text, $9::tsquery, $10), t.text,
                       concat_ws(' ', e.first_name, e.last_name), e.id
                FROM ranked JOIN employee_profiles t ON t.employee_id = ranked.id
                JOIN employees e ON e.id = ranked.id AND e.deleted_at IS NULL
                ORDER BY score DESC, ranked.id
                """
            )
        );
        AddParameters(command, query, terms);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. query.Filters.Departments ?? []] });
        // Filters that only documents have leave no employee over.
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]>
            {
                TypedValue =
                    query.Filters.Tags is { Count: > 0 } || query.Filters.DocumentIds is { Count: > 0 }
                        ? [Guid.Empty]
                        : [],
            }
        );
        AddHeadline(command, terms);
        return await sql.ReadAsync(command, ReadEmployeesAsync, cancellationToken);
    }

    /// <summary>
    /// $1 vector, $2 the words as a tsquery, $3 lexemes, $4 their weights, $5 limit, $6 mode; filters from $7.
    /// </summary>
    private static string Statement(string table, string key, string length, string filter, string projection) =>
        $"""
            WITH nearest AS (
                SELECT {key} AS id, row_number() OVER (ORDER BY embedding <=> $1) AS vector_rank
                FROM {table} WHERE $6 <> 'keyword' AND {filter}
                ORDER BY embedding <=> $1 LIMIT {Candidates}
            ),
            matching AS (
                SELECT {key} AS id, row_number() OVER (ORDER BY ts_rank(tsv, $2::tsquery, 1) DESC) AS keyword_rank
                FROM {table} WHERE $6 <> 'vector' AND tsv @@ $2::tsquery AND {filter}
                ORDER BY ts_rank(tsv, $2::tsquery, 1) DESC LIMIT {Candidates}
            ),
            scored AS (
                SELECT c.id, vector_rank, keyword_rank, 1 - (t.embedding <=> $1) AS similarity, (
                    SELECT coalesce(sum(q.weight * tf * 2.2 / (tf + 0.3 + 0.9 * {length} / 80.0)), 0)
                    FROM unnest($3::text[], $4::float8[]) AS q (lexeme, weight)
                    JOIN LATERAL unnest(t.tsv) AS w (lexeme, positions, weights) ON w.lexeme = q.lexeme,
                    LATERAL (SELECT sum(CASE u WHEN 'A' THEN 2.0 ELSE 1.0 END) AS tf FROM unnest(w.weights) AS u) AS f
                ) AS bm25
                FROM (SELECT id, vector_rank, keyword_rank FROM nearest FULL JOIN matching USING (id)) AS c
                JOIN {table} t ON t.{key} = c.id
            ),
            ranked AS (
                SELECT id, similarity, vector_rank, bm25, keyword_rank, CASE $6
                    WHEN 'vector' THEN similarity
                    WHEN 'keyword' THEN bm25 / nullif(max(bm25) OVER (), 0)
                    ELSE (similarity + {KeywordShare} * coalesce(bm25 / nullif(max(bm25) OVER (), 0), 0)) / {1
            + KeywordShare}
                END AS score
                FROM scored ORDER BY score DESC NULLS LAST, id LIMIT $5
            )
            {projection}
            """;

    private static void AddParameters(NpgsqlBatchCommand command, IndexQuery query, QueryTerms terms)
    {
        var mode = query.Mode switch
        {
            SearchMode.Vector => "vector",
            SearchMode.Keyword => "keyword",
            _ => "hybrid",
        };
        command.Parameters.Add(new NpgsqlParameter<Vector> { TypedValue = new Vector(query.Vector) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TsQueryOf(terms) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = terms.Lexemes });
        command.Parameters.Add(new NpgsqlParameter<double[]> { TypedValue = terms.Weights });
        // Twice as many as asked for: passages that overlap a better one are dropped afterwards.
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Top * 2 });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mode });
    }

    private static void AddHeadline(NpgsqlBatchCommand command, QueryTerms terms)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TsQueryOf(terms) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = HeadlineOptions });
    }

    private static string TsQueryOf(QueryTerms terms) =>
        string.Join(" | ", terms.Lexemes.Select(lexeme => $"'{lexeme.Replace("'", "''").Replace("\\", "\\\\")}'"));

    private static async Task<List<SearchHit>> ReadPassagesAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var hits = new List<SearchHit>();
        while (await reader.ReadAsync(cancellationToken))
        {
            hits.Add(
                ReadHit(reader, SearchKind.Documents) with
                {
                    Passage = new FoundPassage(
                        reader.GetGuid(0),
                        new DocumentId(reader.GetGuid(9)),
                        reader.GetFieldValue<string[]>(10),
                        reader.IsDBNull(11) ? null : reader.GetInt32(11),
                        reader.GetInt32(12),
                        reader.GetInt32(13)
                    ),
                }
            );
        }
        return hits;
    }

    private static async Task<List<SearchHit>> ReadEmployeesAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var hits = new List<SearchHit>();
        while (await reader.ReadAsync(cancellationToken))
            hits.Add(ReadHit(reader, SearchKind.Employees) with { EmployeeId = new EmployeeId(reader.GetGuid(9)) });
        return hits;
    }

    private static SearchHit ReadHit(NpgsqlDataReader reader, SearchKind kind)
    {
        var (snippet, highlights) = ReadHeadline(reader.GetString(6));
        return new SearchHit(
            kind,
            Score: reader.IsDBNull(5) ? 0 : Math.Clamp(reader.GetDouble(5), 0, 1),
            Title: reader.GetString(8),
            Text: reader.GetString(7),
            snippet,
            highlights,
            Passage: null,
            EmployeeId: null,
            new HitExplanation(
                reader.GetDouble(1),
                reader.IsDBNull(2) ? null : (int)reader.GetInt64(2),
                reader.GetDouble(3),
                reader.IsDBNull(4) ? null : (int)reader.GetInt64(4)
            )
        );
    }

    private static (string Snippet, IReadOnlyList<TextSpan> Highlights) ReadHeadline(string headline)
    {
        var text = new System.Text.StringBuilder(headline.Length);
        var highlights = new List<TextSpan>();
        var start = -1;
        foreach (var c in headline)
        {
            if (c == HighlightStart)
                start = text.Length;
            else if (c == HighlightEnd && start >= 0)
                highlights.Add(new TextSpan(start, text.Length));
            else
                text.Append(c);
        }
        return (text.ToString(), highlights);
    }

    /// <summary>Neighbouring chunks repeat a few sentences: of two that overlap by half, the better one stays.</summary>
    private static List<SearchHit> WithoutOverlaps(List<SearchHit> hits, int top)
    {
        var kept = new List<SearchHit>();
        foreach (var hit in hits)
        {
            if (kept.Count == top)
                break;
            if (!kept.Exists(other => Overlap(hit.Passage!, other.Passage!) > 0.5))
                kept.Add(hit);
        }
        return kept;
    }

    private static double Overlap(FoundPassage one, FoundPassage other)
    {
        if (one.DocumentId != other.DocumentId)
            return 0;
        var shared = Math.Min(one.End, other.End) - Math.Max(one.Start, other.Start);
        return shared <= 0 ? 0 : (double)shared / Math.Min(one.End - one.Start, other.End - other.Start);
    }
}
