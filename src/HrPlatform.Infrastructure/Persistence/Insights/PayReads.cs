using HrPlatform.Application.Compensation;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Insights;

/// <inheritdoc cref="IPayReads"/>
internal sealed class PayReads(ITenantSql sql) : IPayReads
{
    private const int MostGroups = 200;
    private const string FirstCurrency = """
        main AS (SELECT currency FROM matching WHERE salary IS NOT NULL
                 GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1)
        """;

    public Task<PayFigures> FiguresAsync(GetPayFigures query, CancellationToken cancellationToken)
    {
        var statement = new WorkforceStatement();
        var where = statement.Where(query.Filter);
        var value = query.Measure switch
        {
            PayMeasure.Median => "percentile_cont(0.5) WITHIN GROUP (ORDER BY salary)::numeric",
            PayMeasure.Min => "min(salary)",
            PayMeasure.Max => "max(salary)",
            PayMeasure.Total => "sum(salary)",
            _ => "avg(salary)",
        };
        var kept = $"CASE WHEN count(*) >= {statement.Value(GetPayFigures.SmallestGroup)} THEN {value} END";
        var groups = "";
        if (query.GroupBy is { } groupBy)
        {
            var key = WorkforceStatement.KeyOf(groupBy);
            groups = $"""
                UNION ALL
                (SELECT name, count(*)::int, {kept}, NULL, 0, false
                 FROM (SELECT e.salary, {key.Name} AS name FROM {WorkforceStatement.Source} {key.Join}
                       WHERE {where} AND e.salary IS NOT NULL AND e.currency = (SELECT currency FROM main)) grouped
                 GROUP BY name
                 ORDER BY 3 DESC NULLS LAST, 1
                 LIMIT {MostGroups})
                """;
        }
        return sql.ReadAsync(
            statement.With(
                $"""
                WITH matching AS MATERIALIZED (
                    SELECT e.salary, e.currency FROM {WorkforceStatement.Source} WHERE {where}),
                {FirstCurrency}
                SELECT NULL::text, count(*)::int, {kept}, (SELECT currency FROM main)::text,
                       (SELECT count(*)::int FROM matching
                        WHERE salary IS NOT NULL AND currency <> (SELECT currency FROM main)), true
                FROM matching WHERE salary IS NOT NULL AND currency = (SELECT currency FROM main)
                {groups}
                """
            ),
            ReadFiguresAsync,
            cancellationToken
        );
    }

    public Task<PayGap> GapAsync(GetPayGap query, CancellationToken cancellationToken)
    {
        var statement = new WorkforceStatement();
        var where = statement.Where(query.Filter with { Gender = null });
        const string women = "FILTER (WHERE gender = 'female')";
        const string men = "FILTER (WHERE gender = 'male')";
        const string median = "percentile_cont(0.5) WITHIN GROUP (ORDER BY salary)";
        var least = statement.Value(GetPayFigures.SmallestGroup);
        string Kept(string aggregate) =>
            $"CASE WHEN count(*) {women} >= {least} AND count(*) {men} >= {least} THEN ({aggregate})::numeric END";
        var columns = $"""
            (count(*) {women})::int, (count(*) {men})::int,
            {Kept($"avg(salary) {women}")}, {Kept($"avg(salary) {men}")},
            {Kept($"{median} {women}")}, {Kept($"{median} {men}")}
            """;
        var groups = "";
        if (query.GroupBy is { } groupBy)
        {
            var key = WorkforceStatement.KeyOf(groupBy);
            groups = $"""
                UNION ALL
                (SELECT name, {columns}, NULL, 0, false, false
                 FROM (SELECT e.salary, {WorkforceStatement.Gender} AS gender, {key.Name} AS name
                       FROM {WorkforceStatement.Source} {key.Join}
                       WHERE {where} AND e.salary IS NOT NULL AND e.currency = (SELECT currency FROM main)) grouped
                 GROUP BY name
                 ORDER BY name
                 LIMIT {MostGroups})
                """;
        }
        return sql.ReadAsync(
            statement.With(
                $"""
                WITH matching AS MATERIALIZED (
                    SELECT e.salary, e.currency, {WorkforceStatement.Gender} AS gender
                    FROM {WorkforceStatement.Source} WHERE {where}),
                {FirstCurrency}
                SELECT NULL::text, {columns}, (SELECT currency FROM main)::text,
                       (SELECT count(*)::int FROM matching
                        WHERE salary IS NOT NULL AND currency <> (SELECT currency FROM main)),
                       COALESCE(bool_or(gender IS NOT NULL), false), true
                FROM matching WHERE salary IS NOT NULL AND currency = (SELECT currency FROM main)
                {groups}
                """
            ),
            ReadGapAsync,
            cancellationToken
        );
    }

    private static async Task<PayFigures> ReadFiguresAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var figures = new PayFigures(0, null, null, Withheld: false, [], 0);
        var groups = new List<PayGroup>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var people = reader.GetInt32(1);
            var value = reader.DecimalOrNull(2);
            var withheld = people is > 0 and < GetPayFigures.SmallestGroup;
            if (reader.GetBoolean(5))
                figures = new PayFigures(people, reader.TextOrNull(3), value, withheld, [], reader.GetInt32(4));
            else
                groups.Add(new PayGroup(reader.TextOrNull(0), people, value, withheld));
        }
        return figures with { Groups = groups };
    }

    private static async Task<PayGap> ReadGapAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var gap = new PayGap(GenderRecorded: false, null, Group(null, 0, 0, null, null, null, null), [], 0);
        var groups = new List<PayGapGroup>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var group = Group(
                reader.TextOrNull(0),
                reader.GetInt32(1),
                reader.GetInt32(2),
                reader.DecimalOrNull(3),
                reader.DecimalOrNull(4),
                reader.DecimalOrNull(5),
                reader.DecimalOrNull(6)
            );
            if (reader.GetBoolean(10))
                gap = new PayGap(reader.GetBoolean(9), reader.TextOrNull(7), group, [], reader.GetInt32(8));
            else
                groups.Add(group);
        }
        return gap with { Groups = [.. groups.OrderBy(g => g.Withheld).ThenByDescending(g => g.AverageGapPercent)] };
    }

    private static PayGapGroup Group(
        string? name,
        int women,
        int men,
        decimal? womenAverage,
        decimal? menAverage,
        decimal? womenMedian,
        decimal? menMedian
    ) =>
        new(
            name,
            women,
            men,
            womenAverage,
            menAverage,
            womenMedian,
            menMedian,
            Percent(womenAverage, menAverage),
            Percent(womenMedian, menMedian),
            Withheld: womenAverage is null || menAverage is null
        );

    private static decimal? Percent(decimal? women, decimal? men) =>
        women is { } w && men is { } m && m != 0 ? (m - w) / m * 100 : null;
}
