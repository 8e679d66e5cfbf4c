using HrPlatform.Api.Tests.Persistence;
using HrPlatform.Application.Common;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Api.Tests.Isolation;

/// <summary>With our own filter off: whatever statement a tenant's connection runs, the database role alone holds.</summary>
public sealed class DatabaseRoleTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_in_another_schema_can_be_used_by_its_qualified_name()
    {
        await using var one = new OneConnection(api);
        var (live, sandbox, other) = await PlacesAsync(one);
        await using var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(live), Cancel);
        var allowed = new List<string>();
        var tried = 0;

        foreach (var schema in new[] { other.Schema, other.Schema + "_test", sandbox.Schema, "platform" })
        {
            var objects = await ColumnAsync(
                $"""
                SELECT 'table ' || quote_ident(relname) FROM pg_class
                    WHERE relnamespace = '{schema}'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
                UNION ALL
                SELECT 'sequence ' || quote_ident(relname) FROM pg_class
                    WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'S'
                UNION ALL
                SELECT 'function ' || quote_ident(proname) || '(' || array_to_string(array(
                        SELECT 'NULL::' || format_type(type, NULL) FROM unnest(proargtypes) AS type), ', ') || ')'
                    FROM pg_proc WHERE pronamespace = '{schema}'::regnamespace
                """
            );
            objects.Count.ShouldBeGreaterThan(5, schema);
            foreach (var (kind, name) in objects.Select(text => (text.Split(' ')[0], text[(text.IndexOf(' ') + 1)..])))
            {
                foreach (var statement in StatementsOn(kind, $"{schema}.{name}"))
                {
                    tried++;
                    if (await connection.FailureOfAsync(statement) is var state and not "42501")
                        allowed.Add($"{statement}: {state ?? "succeeded"}");
                }
            }
        }

        allowed.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(400);
    }

    [Fact]
    public async Task A_role_has_no_right_outside_of_its_schema()
    {
        await using var one = new OneConnection(api);
        var (live, sandbox, _) = await PlacesAsync(one);

        foreach (var (role, schema) in new[] { (live.Role, live.Schema), (sandbox.Role, sandbox.Schema) })
        {
            (
                await ColumnAsync(
                    $"""
                    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE nspname NOT IN ('{schema}', 'pg_catalog', 'information_schema') AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                        AND CASE WHEN relkind = 'S' THEN has_sequence_privilege('{role}', c.oid, 'USAGE, SELECT, UPDATE')
                            ELSE has_table_privilege('{role}', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                                OR has_any_column_privilege('{role}', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END
                    """
                )
            ).ShouldBeEmpty();
            (
                await ColumnAsync(
                    $"SELECT nspname::text FROM pg_namespace WHERE has_schema_privilege('{role}', oid, 'USAGE') ORDER BY 1"
                )
            ).ShouldBe(["hr", "information_schema", "pg_catalog", "public", schema], ignoreOrder: true);
            (
                await ColumnAsync(
                    $"SELECT nspname::text FROM pg_namespace WHERE has_schema_privilege('{role}', oid, 'CREATE')"
                )
            ).ShouldBeEmpty();
            // What runs with its owner's rights is looked at one by one.
            (
                await ColumnAsync(
                    $"""
                    SELECT pronamespace::regnamespace || '.' || proname FROM pg_proc
                    WHERE prosecdef AND has_function_privilege('{role}', oid, 'EXECUTE') ORDER BY 1
                    """
                )
            ).ShouldBe(["hr.analyze", "hr.enqueue_job"]);
            (
                await ColumnAsync(
                    $"SELECT refobjid::regrole::text FROM pg_shdepend WHERE refobjid = '{role}'::regrole AND deptype = 'o'"
                )
            ).ShouldBeEmpty();
            (
                await ColumnAsync($"SELECT roleid::regrole::text FROM pg_auth_members WHERE member = '{role}'::regrole")
            ).ShouldBeEmpty();
            (
                await ColumnAsync(
                    $"""
                    SELECT rolname::text FROM pg_roles WHERE rolname = '{role}'
                        AND (rolsuper OR rolinherit OR rolcreaterole OR rolcreatedb OR rolcanlogin OR rolreplication OR rolbypassrls
                            OR has_database_privilege(rolname, current_database(), 'CREATE'))
                    """
                )
            ).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_tenant_can_change_its_rows_but_not_its_tables_roles_or_files()
    {
        await using var one = new OneConnection(api);
        var (live, _, other) = await PlacesAsync(one);
        await using var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(live), Cancel);

        foreach (
            var statement in new[]
            {
                $"CREATE TABLE {live.Schema}.mine (id int)",
                "CREATE TABLE public.mine (id int)",
                "DROP TABLE employees",
                "ALTER TABLE employees ADD COLUMN x int",
                "CREATE SCHEMA mine",
                "CREATE ROLE mine",
                "CREATE EXTENSION dblink",
                $"ALTER ROLE {live.Role} SUPERUSER",
                $"GRANT {other.Role} TO {live.Role}",
                $"GRANT USAGE ON SCHEMA {other.Schema} TO {live.Role}",
                "SELECT pg_read_file('/etc/passwd')",
                "COPY employees TO PROGRAM 'cat'",
                "COPY employees FROM '/etc/passwd'",
                "SELECT lo_import('/etc/passwd')",
                "SELECT rolpassword FROM pg_authid",
                "ALTER SYSTEM SET log_statement = 'all'",
                "SET SESSION AUTHORIZATION postgres",
                "SELECT * FROM public.hr_platform_migrations",
            }
        )
            (await connection.ShouldFailAsync(statement)).ShouldBe("42501", statement);
        (await connection.ScalarAsync("SELECT count(*) FROM employees")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_search_path_to_another_schema_finds_no_table()
    {
        await using var one = new OneConnection(api);
        var (live, sandbox, other) = await PlacesAsync(one);
        await using var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(live), Cancel);

        foreach (var schema in new[] { other.Schema, sandbox.Schema, "platform" })
        {
            await connection.ScalarAsync($"SET search_path = {schema}");
            foreach (var table in new[] { "employees", "api_keys", "tenants" })
                (await connection.ShouldFailAsync($"SELECT * FROM {table}")).ShouldBe("42P01", $"{schema} {table}");
        }
    }

    [Fact]
    public async Task What_other_sessions_run_and_what_other_tables_hold_cannot_be_seen()
    {
        await using var one = new OneConnection(api);
        var (live, _, other) = await PlacesAsync(one);
        await using (var owner = await OwnerAsync())
            await owner.ScalarAsync($"ANALYZE {other.Schema}.idempotency_keys; ANALYZE platform.tenants");
        await using var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(live), Cancel);

        (
            await connection.ScalarAsync(
                "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query NOT IN ('', '<insufficient privilege>')"
            )
        ).ShouldBe(0L);
        (
            await connection.ScalarAsync(
                "SELECT count(*) FROM pg_stats WHERE schemaname NOT IN (current_schema, 'pg_catalog', 'information_schema')"
            )
        ).ShouldBe(0L);
    }

    [Fact]
    public async Task Functions_with_their_owners_rights_serve_only_the_tenant_that_is_entered()
    {
        await using var one = new OneConnection(api);
        var (live, _, other) = await PlacesAsync(one);
        await using (var nobody = await one.Shards.OpenDedicatedAsync(LeaseTarget.DefaultShard, Cancel))
        {
            (await nobody.ShouldFailAsync("SELECT hr.analyze('employees')")).ShouldBe("P0001");
            (await nobody.ShouldFailAsync($"SELECT hr.enqueue_job('{Guid.CreateVersion7()}', 'x', now())")).ShouldBe(
                "P0001"
            );
        }
        await using var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(live), Cancel);

        foreach (var name in new[] { $"{other.Schema}.employees", $"employees; DROP SCHEMA {other.Schema}", "tenants" })
            (await connection.ShouldFailAsync($"SELECT hr.analyze('{name}')")).ShouldBe("42P01", name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_knows_the_id_of_anothers_job_cannot_reschedule_it(bool ownSandbox)
    {
        await using var one = new OneConnection(api);
        var (owner, sandbox, stranger) = await PlacesAsync(one);
        var other = ownSandbox ? sandbox : stranger;
        var job = Guid.CreateVersion7();
        // A kind that no worker knows stays in the queue.
        await EnqueueAsync(one, owner, job, "2100-01-01");

        await EnqueueAsync(one, other, job, "2000-01-01");

        (await QueuedAsync(job)).ShouldBe($"{owner.TenantId.Value} live 2100 0");
        await EnqueueAsync(one, owner, job, "2101-01-01");
        (await QueuedAsync(job)).ShouldBe($"{owner.TenantId.Value} live 2101 1");
    }

    [Fact]
    public async Task An_expression_in_a_statement_cannot_take_another_role()
    {
        await using var one = new OneConnection(api);
        var (live, _, other) = await PlacesAsync(one);
        await using (var owner = await OwnerAsync())
        {
            Assert.SkipWhen(
                (bool)
                    (
                        await owner.ScalarAsync(
                            "SELECT has_function_privilege('hr_none', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')"
                        )
                    )!,
                "This server lets everybody call set_config; only its superuser can change that."
            );
        }
        var read = $"query_to_xml('TABLE {other.Schema}.employees', true, true, '')";
        await using (var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(live), Cancel))
        {
            foreach (
                var (statement, state) in new[]
                {
                    ($"SELECT set_config('role', '{other.Role}', false), {read}", "42501"),
                    ($"SELECT set_config('role', 'none', true), {read}", "42501"),
                    ($"SELECT set_config('search_path', '{other.Schema}', false)", "42501"),
                    ($"SELECT set_config('application_name', '{other.Role}', false)", "42501"),
                    ($"UPDATE pg_settings SET setting = '{other.Role}' WHERE name = 'role'", "42501"),
                    (
                        $"SELECT query_to_xml('SELECT set_config(''role'', ''{other.Role}'', false)', true, true, '')",
                        "42501"
                    ),
                    ($"SELECT query_to_xml('SET ROLE {other.Role}', true, true, '')", "0A000"),
                    ($"SELECT query_to_xml('DO $x$ BEGIN SET ROLE {other.Role}; END $x$', true, true, '')", "0A000"),
                    ($"SELECT * FROM ts_stat('SET ROLE {other.Role}')", "42P11"),
                }
            )
                (await connection.ShouldFailAsync(statement)).ShouldBe(state, statement);
            (await connection.ScalarAsync("SELECT current_user::text")).ShouldBe(live.Role);
        }

        // One connection, every change of tenant: the lease itself can still enter them all.
        await one.ShouldServeAsync(live, other, live);
        (await one.WhoAsync(LeaseTarget.Platform)).ShouldBe("hr_platform in platform");
    }

    [Fact]
    public async Task A_statement_with_parameters_stays_a_single_one()
    {
        await using var one = new OneConnection(api);
        var (live, _, other) = await PlacesAsync(one);
        await using var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(live), Cancel);
        await using var stacked = new NpgsqlCommand(
            $"SELECT $1; SET ROLE {other.Role}; SELECT * FROM {other.Schema}.employees",
            connection
        )
        {
            Parameters = { new() { Value = "x" } },
        };

        var refused = await Should.ThrowAsync<PostgresException>(() => stacked.ExecuteNonQueryAsync(Cancel));

        refused.SqlState.ShouldBe(PostgresErrorCodes.SyntaxError);
        (await connection.ScalarAsync("SELECT current_user::text")).ShouldBe(live.Role);
    }

    private static IEnumerable<string> StatementsOn(string kind, string name) =>
        kind switch
        {
            "table" =>
            [
                $"SELECT * FROM {name}",
                $"SELECT count(*) FROM {name}",
                $"WITH gone AS (DELETE FROM {name} RETURNING 1) SELECT count(*) FROM gone",
                $"INSERT INTO {name} DEFAULT VALUES",
                $"TRUNCATE {name}",
                $"SELECT 1 FROM {name} FOR UPDATE",
                $"COPY {name} TO STDOUT",
                $"ALTER TABLE {name} ADD COLUMN stolen int",
                $"CREATE INDEX ON {name} ((1))",
                $"DROP TABLE {name}",
                $"SELECT query_to_xml('TABLE {name}', true, true, '')",
            ],
            "sequence" => [$"SELECT nextval('{name}')", $"SELECT setval('{name}', 1)", $"SELECT * FROM {name}"],
            _ => [$"SELECT {name}"],
        };

    private async Task<(TenantPlace Live, TenantPlace Sandbox, TenantPlace Other)> PlacesAsync(OneConnection one)
    {
        var tenant = await api.CreateTenantAsync();
        return (
            await one.PlaceOfAsync(tenant),
            await one.PlaceOfAsync(tenant, TenantEnvironment.Test),
            await one.PlaceOfAsync(await api.CreateTenantAsync())
        );
    }

    private static async Task EnqueueAsync(OneConnection one, TenantPlace place, Guid job, string due)
    {
        await using var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(place), Cancel);
        await connection.ScalarAsync($"SELECT hr.enqueue_job('{job}', 'of_no_worker', '{due}')");
    }

    private async Task<object?> QueuedAsync(Guid job)
    {
        await using var owner = await OwnerAsync();
        return await owner.ScalarAsync(
            $"""
            SELECT concat_ws(' ', tenant_id, environment, extract(year FROM run_at), attempts)
            FROM platform.work_items WHERE job_id = '{job}'
            """
        );
    }

    private async Task<IReadOnlyList<string>> ColumnAsync(string sql)
    {
        await using var owner = await OwnerAsync();
        // Text alone would be null where there is no row.
        return (string[])
            (await owner.ScalarAsync($"SELECT coalesce(array_agg(value), '{{}}') FROM ({sql}) AS rows (value)"))!;
    }

    private async Task<NpgsqlConnection> OwnerAsync()
    {
        var owner = new NpgsqlConnection(api.OwnerConnectionString);
        await owner.OpenAsync(Cancel);
        return owner;
    }
}
