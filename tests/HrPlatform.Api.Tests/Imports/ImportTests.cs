using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Identity;

namespace HrPlatform.Api.Tests.Imports;

public sealed class ImportTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly (string, string) _bestEffort = ("mode", "best_effort");

    [Fact]
    public async Task A_row_with_every_field_hires_an_employee_with_history_pay_and_skills()
    {
        var client = (await api.CreateTenantAsync()).Client;
        using var field = await client.PostAsJsonAsync(
            "/v2/custom-fields",
            new
            {
                key = "badge",
                label = "Badge",
                type = "number",
            },
            Cancel
        );
        field.StatusCode.ShouldBe(HttpStatusCode.Created);

        var job = await client.ImportAsync(
            """
            employeeNumber,externalId,firstName,lastName,email,phone,department,position,hireDate,birthDate,gender,salary,currency,managerNumber,skills,experienceYears,bio,custom.badge
            2,x-2,Ada,Lovelace,ada@example.com,+44 20 7946 0000,Research,Analyst,2020-02-03,1990-12-10,female,90000.50,GBP,1,Mathematics; Poetry,9.5,"Wrote the first
            programme, for a machine that did not exist.",42
            1,x-1,Charles,Babbage,charles@example.com,,Research,Director,2015-01-01,,,120000,GBP,,,,,
            """
        );

        job.Status().ShouldBe("succeeded", job.ToString());
        job.Figure("created").ShouldBe(2);
        job.Figure("warnings").ShouldBe(0);
        var ada = await client.EmployeeAsync("q=ada&expand=manager,department");
        ada.GetProperty("employeeNumber").GetString().ShouldBe("2");
        ada.GetProperty("externalId").GetString().ShouldBe("x-2");
        ada.GetProperty("phone").GetString().ShouldBe("+44 20 7946 0000");
        ada.GetProperty("hireDate").GetString().ShouldBe("2020-02-03");
        ada.GetProperty("status").GetString().ShouldBe("active");
        ada.GetProperty("bio").GetString()!.ShouldContain("\n");
        ada.ToString().ShouldContain("90000.50");
        ada.ToString().ShouldContain("Poetry");
        ada.GetProperty("custom").GetProperty("badge").GetDecimal().ShouldBe(42);
        ada.GetProperty("manager").ToString().ShouldContain("emp_");
        var id = ada.GetProperty("id").GetString();
        var history = await client.GetFromJsonAsync<JsonElement>($"/v2/employees/{id}/history", Cancel);
        history.ToString().ShouldContain("hire");
        var pay = await client.GetFromJsonAsync<JsonElement>($"/v2/employees/{id}/compensation", Cancel);
        pay.ToString().ShouldContain("2020-02-03");
    }

    [Fact]
    public async Task The_demo_company_is_imported_completely_with_its_reporting_lines()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var file = await File.ReadAllBytesAsync(Repository.PathOf("data/demo/employees.csv"), Cancel);

        var job = await client.ImportAsync(file);

        job.Status().ShouldBe("succeeded", job.ToString());
        job.Figure("created").ShouldBe(job.Figure("rows"));
        job.Figure("rejected").ShouldBe(0);
        job.Figure("warnings").ShouldBe(0);
        job.GetProperty("progress").GetProperty("percent").GetDouble().ShouldBe(100);
        (await client.CountEmployeesAsync()).ShouldBe(job.Figure("rows"));

        var again = await client.ImportAsync(file);
        again.Status().ShouldBe("succeeded", again.ToString());
        again.Figure("created").ShouldBe(0);
        again.Figure("updated").ShouldBe(0);
        again.Figure("unchanged").ShouldBe(job.Figure("rows"));
    }

    [Fact]
    public async Task Errors_name_line_field_and_reason_and_best_effort_keeps_the_good_rows()
    {
        var client = (await api.CreateTenantAsync()).Client;

        var job = await client.ImportAsync(
            """
            employeeNumber,firstName,lastName,email,hireDate,salary,bio
            1,Ada,Lovelace,ada@example.com,2020-01-01,100,"one
            two"
            2,Bad,Mail,not-an-address,2020-01-01,100,
            3,Bad,Date,date@example.com,01.02.2020,100,
            4,Bad,Pay,pay@example.com,2020-01-01,lots,
            5,Twice,Mail,ADA@example.com,2020-01-01,100,
            1,Twice,Number,number@example.com,2020-01-01,100,
            7,No,,name@example.com,2020-01-01,100,
            8,Fine,Again,fine@example.com,2020-01-01,,
            9,Bad,Quotes,"q"x@example.com,2020-01-01,100,
            10,No,Hire,hire@example.com,,100,
            """,
            _bestEffort
        );

        job.Status().ShouldBe("succeeded", job.ToString());
        job.Figure("created").ShouldBe(2);
        job.Figure("rejected").ShouldBe(8);
        job.GetProperty("progress").GetProperty("failed").GetInt64().ShouldBe(8);
        (await client.CountEmployeesAsync()).ShouldBe(2);
        var errors = await client.ErrorsAsync(job);
        errors
            .Select(e =>
                $"{e.GetProperty("line").GetInt32()} {e.GetProperty("field").GetString()} {e.GetProperty("code").GetString()}"
            )
            .ShouldBe([
                "4 email invalid-email",
                "5 hireDate invalid-date",
                "6 salary invalid-number",
                "7 email duplicate-in-file",
                "8 employeeNumber duplicate-in-file",
                "9 lastName required",
                "11  invalid-quotes",
                "12 hireDate required",
            ]);
        errors[1].GetProperty("value").GetString().ShouldBe("01.02.2020");
        errors[3].GetProperty("message").GetString()!.ShouldContain("Line 2");
    }

    [Fact]
    public async Task All_or_nothing_leaves_nothing_when_one_row_has_an_error()
    {
        var tenant = await api.CreateTenantAsync();
        var client = tenant.Client;

        var job = await client.ImportAsync(
            """
            employeeNumber,firstName,lastName,email,hireDate,department
            1,Ada,Lovelace,ada@example.com,2020-01-01,Research
            2,Grace,Hopper,grace@example.com,2020-01-01,Navy
            3,Bad,Row,nobody,2020-01-01,Nowhere
            """
        );

        job.Status().ShouldBe("failed");
        job.GetProperty("error").GetProperty("code").GetString().ShouldBe("rows-rejected");
        job.Figure("rejected").ShouldBe(1);
        job.Figure("created").ShouldBe(0);
        (await client.CountEmployeesAsync()).ShouldBe(0);
        var departments = await client.GetFromJsonAsync<JsonElement>("/v2/departments", Cancel);
        departments.GetProperty("data").GetArrayLength().ShouldBe(0);
        (await client.ErrorsAsync(job)).ShouldHaveSingleItem().GetProperty("line").GetInt32().ShouldBe(4);

        // A retry reads the file again and comes to the same end.
        using var retry = await client.PostAsync($"/v2/jobs/{job.GetProperty("id").GetString()}/retry", null, Cancel);
        retry.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ended = await Eventually.JobEndAsync(client, job.GetProperty("id").GetString()!);
        ended.Status().ShouldBe("failed");
        (await client.CountEmployeesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Managers_stand_in_any_row_and_circles_are_errors_of_those_who_form_them()
    {
        var client = (await api.CreateTenantAsync()).Client;

        var job = await client.ImportAsync(
            """
            employeeNumber,lastName,email,hireDate,managerNumber
            1,Leaf,leaf@example.com,2020-01-01,2
            2,Middle,middle@example.com,2020-01-01,3
            3,Top,top@example.com,2020-01-01,
            4,CircleA,a@example.com,2020-01-01,5
            5,CircleB,b@example.com,2020-01-01,6
            6,CircleC,c@example.com,2020-01-01,4
            7,Below,below@example.com,2020-01-01,6
            8,Self,self@example.com,2020-01-01,8
            9,Lost,lost@example.com,2020-01-01,99
            """,
            _bestEffort
        );

        job.Status().ShouldBe("succeeded", job.ToString());
        job.Figure("created").ShouldBe(5);
        job.Figure("warnings").ShouldBe(2);
        var errors = await client.ErrorsAsync(job);
        errors
            .Select(e => $"{e.GetProperty("line").GetInt32()} {e.GetProperty("code").GetString()}")
            .ShouldBe([
                "5 reporting-cycle",
                "6 reporting-cycle",
                "7 reporting-cycle",
                "8 unknown-manager",
                "9 reporting-cycle",
                "10 unknown-manager",
            ]);
        errors[0].GetProperty("message").GetString()!.ShouldContain("5, 6, 7");
        errors[3].GetProperty("severity").GetString().ShouldBe("warning");
        var leaf = await client.EmployeeAsync("q=leaf");
        var chain = await client.GetFromJsonAsync<JsonElement>(
            $"/v2/employees/{leaf.GetProperty("id").GetString()}/managers",
            Cancel
        );
        chain.ToString().ShouldContain("Top");
    }

    [Fact]
    public async Task Unknown_managers_can_be_errors_which_reach_down_to_all_who_report_to_them()
    {
        var client = (await api.CreateTenantAsync()).Client;

        var job = await client.ImportAsync(
            """
            employeeNumber,lastName,email,hireDate,managerEmail
            1,Fine,fine@example.com,2020-01-01,
            2,Lost,lost@example.com,2020-01-01,nobody@example.com
            3,Below,below@example.com,2020-01-01,LOST@example.com
            4,Good,good@example.com,2020-01-01,fine@example.com
            """,
            _bestEffort,
            ("unknownManager", "reject")
        );

        job.Figure("created").ShouldBe(2);
        (await client.ErrorsAsync(job)).Select(e => e.GetProperty("line").GetInt32()).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Rows_about_existing_employees_change_them_by_dated_events()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.ImportAsync(
            """
            employeeNumber,firstName,lastName,email,hireDate,department,position,salary,currency,phone
            1,Ada,Lovelace,ada@example.com,2020-01-01,Research,Analyst,100,EUR,123
            2,Grace,Hopper,grace@example.com,2020-01-01,Navy,Admiral,200,EUR,456
            3,Old,Timer,old@example.com,2010-01-01,Navy,Admiral,300,EUR,
            """
        );

        var job = await client.ImportAsync(
            """
            employeeNumber,email,department,salary,phone,effectiveDate,managerNumber,terminationDate,status
            1,ada@example.com,Navy,150,,2022-06-01,2,,
            2,grace@example.com,Navy,200,456,,,,
            3,old@example.com,Navy,300,,,,2021-03-31,terminated
            4,new@example.com,Navy,100,,,,,
            """,
            _bestEffort
        );

        job.Status().ShouldBe("succeeded", job.ToString());
        job.Figure("updated").ShouldBe(2, job.ToString());
        job.Figure("unchanged").ShouldBe(1);
        job.Figure("rejected").ShouldBe(1);
        (await client.ErrorsAsync(job))
            .Select(e => e.GetProperty("field").GetString())
            .ShouldBe(["hireDate", "lastName"]);
        var now = await client.EmployeeAsync("q=ada");
        now.ToString().ShouldContain("150");
        now.TryGetProperty("phone", out var phone).ShouldBeTrue();
        phone.ValueKind.ShouldBe(JsonValueKind.Null);
        var before = await client.EmployeeAsync("q=ada&asOf=2022-05-31&expand=department");
        before.ToString().ShouldContain("Research");
        var after = await client.EmployeeAsync("q=ada&asOf=2022-06-01&expand=department");
        after.ToString().ShouldContain("Navy");
        var left = await client.EmployeeAsync("q=timer");
        left.GetProperty("status").GetString().ShouldBe("terminated");
        left.GetProperty("terminationDate").GetString().ShouldBe("2021-03-31");
    }

    [Fact]
    public async Task A_value_that_another_employee_has_is_an_error_of_the_row()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.ImportAsync(
            """
            employeeNumber,externalId,lastName,email,hireDate
            1,x,One,one@example.com,2020-01-01
            2,y,Two,two@example.com,2020-01-01
            3,z,Three,three@example.com,2020-01-01
            """
        );

        var job = await client.ImportAsync(
            """
            employeeNumber,externalId,lastName,email,hireDate
            1,x,One,three@example.com,2020-01-01
            2,z,Two,two@example.com,2020-01-01
            9,new,Nine,one@example.com,2020-01-01
            """,
            _bestEffort
        );

        job.Figure("rejected").ShouldBe(3, job.ToString());
        (await client.ErrorsAsync(job))
            .Select(e => $"{e.GetProperty("line").GetInt32()} {e.GetProperty("code").GetString()}")
            .ShouldBe(["2 email-taken", "3 external-id-taken", "4 email-taken"]);
    }

    [Fact]
    public async Task Leavers_and_coming_colleagues_are_hired_with_their_whole_employment()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var future = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddMonths(2);

        var job = await client.ImportAsync(
            $"""
            employeeNumber,lastName,email,hireDate,terminationDate,status,salary
            1,Left,left@example.com,2010-01-01,2020-06-30,terminated,100
            2,Coming,coming@example.com,{future:yyyy-MM-dd},,,200
            3,Leaving,leaving@example.com,2015-01-01,{future:yyyy-MM-dd},active,300
            4,Wrong,wrong@example.com,2015-01-01,2014-01-01,terminated,300
            5,NoDay,noday@example.com,2015-01-01,,terminated,300
            """,
            _bestEffort
        );

        job.Figure("created").ShouldBe(3, job.ToString());
        (await client.EmployeeAsync("q=left")).GetProperty("status").GetString().ShouldBe("terminated");
        (await client.EmployeeAsync("q=left&asOf=2020-06-29")).GetProperty("status").GetString().ShouldBe("active");
        (await client.EmployeeAsync("q=coming")).GetProperty("status").GetString().ShouldBe("scheduled");
        (await client.EmployeeAsync("q=leaving")).GetProperty("status").GetString().ShouldBe("active");
        (await client.EmployeeAsync($"q=leaving&asOf={future:yyyy-MM-dd}"))
            .GetProperty("status")
            .GetString()
            .ShouldBe("terminated");
        (await client.ErrorsAsync(job)).Select(e => e.GetProperty("line").GetInt32()).ShouldBe([5, 6]);
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_happen_and_writes_nothing()
    {
        var client = (await api.CreateTenantAsync()).Client;

        var job = await client.ImportAsync(
            """
            employeeNumber,lastName,email,hireDate,department
            1,One,one@example.com,2020-01-01,Research
            2,Two,bad,2020-01-01,Research
            """,
            ("dryRun", "true")
        );

        job.Status().ShouldBe("succeeded", job.ToString());
        job.Figure("created").ShouldBe(1);
        job.Figure("rejected").ShouldBe(1);
        (await client.CountEmployeesAsync()).ShouldBe(0);
        (await client.ErrorsAsync(job)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Unknown_names_are_errors_when_nothing_may_be_created()
    {
        var client = (await api.CreateTenantAsync()).Client;

        var job = await client.ImportAsync(
            """
            employeeNumber,lastName,email,hireDate,department,position,skills
            1,One,one@example.com,2020-01-01,Research,,
            2,Two,two@example.com,2020-01-01,,Analyst,
            3,Three,three@example.com,2020-01-01,,,C#;Java
            4,Four,four@example.com,2020-01-01,,,
            """,
            _bestEffort,
            ("createMissing", "false")
        );

        job.Figure("created").ShouldBe(1, job.ToString());
        (await client.ErrorsAsync(job))
            .Select(e => e.GetProperty("code").GetString())
            .ShouldBe(["unknown-department", "unknown-position", "unknown-skill"]);
        foreach (var catalogue in new[] { "departments", "positions", "skills" })
            (await client.Get($"/v2/{catalogue}"))["data"]!.AsArray().ShouldBeEmpty(catalogue);
    }

    [Fact]
    public async Task The_preview_finds_encoding_delimiter_and_columns_and_the_import_uses_the_mapping()
    {
        var client = (await api.CreateTenantAsync()).Client;
        const string Text =
            "Matricule;Prénom;Nom;Courriel;Date d'embauche;Salaire;Équipe\n7;Zoë;Brontë;zoe@example.com;03/02/2020;\"1.234,50\";Été\n";
        byte[][] files =
        [
            Encoding.Latin1.GetBytes(Text),
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)],
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)],
            Encoding.BigEndianUnicode.GetBytes(Text),
        ];

        foreach (var file in files)
        {
            var preview = await client.PreviewAsync(file, ("dateFormat", "dd/MM/yyyy"));
            preview.GetProperty("delimiter").GetString().ShouldBe(";");
            preview
                .GetProperty("columns")
                .EnumerateArray()
                .Select(column => column.GetProperty("field").GetString())
                .ShouldBe(["employeeNumber", "firstName", "lastName", "email", "hireDate", "salary", null]);
            var values = preview.GetProperty("rows")[0].GetProperty("values");
            values.GetProperty("firstName").GetString().ShouldBe("Zoë");
            values.GetProperty("hireDate").GetString().ShouldBe("2020-02-03");
            values.GetProperty("salary").GetString().ShouldBe("1234.50");
            preview.GetProperty("problems").GetArrayLength().ShouldBe(0);
        }

        var job = await client.ImportAsync(
            files[0],
            ("dateFormat", "dd/MM/yyyy"),
            (
                "mapping",
                """{"Matricule":"employeeNumber","Prénom":"firstName","Nom":"lastName","Courriel":"email","Date d'embauche":"hireDate","Équipe":"department"}"""
            )
        );
        job.Status().ShouldBe("succeeded", job.ToString());
        var zoe = await client.EmployeeAsync("q=zoe&expand=department");
        zoe.GetProperty("lastName").GetString().ShouldBe("Brontë");
        zoe.ToString().ShouldContain("Été");
    }

    [Fact]
    public async Task A_compressed_file_is_imported_as_it_is()
    {
        var client = (await api.CreateTenantAsync()).Client;
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(
                Encoding.UTF8.GetBytes("email,lastName,hireDate\none@example.com,One,2020-01-01\n"),
                Cancel
            );

        var job = await client.ImportAsync(compressed.ToArray());

        job.Status().ShouldBe("succeeded", job.ToString());
        (await client.CountEmployeesAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData("", "empty-file")]
    [InlineData("   \n", "empty-file")]
    [InlineData("a\0b", "not-text")]
    [InlineData("first,second\n1,2\n", "no-key")]
    [InlineData("email,email\na,b\n", "duplicate-column")]
    public async Task A_file_that_can_not_be_read_is_refused_at_once(string content, string code)
    {
        var client = (await api.CreateTenantAsync()).Client;

        using var response = await client.PostImportAsync("/v2/imports", Encoding.UTF8.GetBytes(content));

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        problem.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Wrong_options_and_damaged_files_are_client_errors_that_name_the_field()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var good = Encoding.UTF8.GetBytes("email,lastName,hireDate\none@example.com,One,2020-01-01\n");
        (string, string)[] wrong =
        [
            ("mode", "sometimes"),
            ("mapping", "not json"),
            ("mapping", """{"nothing":"email"}"""),
            ("mapping", """{"email":"nonsense"}"""),
            ("dateFormat", "yyyy"),
            ("delimiter", "a"),
            ("delimiter", ",,"),
            ("unknownManager", "maybe"),
            ("dryRun", "perhaps"),
        ];

        foreach (var option in wrong)
        {
            using var response = await client.PostImportAsync("/v2/imports", good, option);
            ((int)response.StatusCode).ShouldBeOneOf(400, 422);
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            problem.GetProperty("errors").GetArrayLength().ShouldBeGreaterThan(0, option.ToString());
        }
        using var damaged = await client.PostImportAsync("/v2/imports", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        ((int)damaged.StatusCode).ShouldBe(422);
        using var json = await client.PostAsJsonAsync("/v2/imports", new { }, Cancel);
        ((int)json.StatusCode).ShouldBe(415);
        using var none = await client.PostAsync("/v2/imports", new MultipartFormDataContent(), Cancel);
        ((int)none.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task A_header_without_rows_and_a_damaged_end_fail_the_job_with_a_reason()
    {
        var client = (await api.CreateTenantAsync()).Client;
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(ManyEmployees.Csv(20_000)), Cancel);

        var empty = await client.ImportAsync("email,lastName,hireDate\n");
        var cut = await client.ImportAsync(compressed.ToArray()[..^2000]);

        empty.Status().ShouldBe("failed");
        empty.GetProperty("error").GetProperty("code").GetString().ShouldBe("no-rows");
        cut.Status().ShouldBe("failed");
        cut.GetProperty("attempts").GetInt32().ShouldBe(1);
        (await client.CountEmployeesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_key_may_not_write_it_may_not_import()
    {
        var tenant = await api.CreateTenantAsync();
        using var noEmployees = await tenant.ClientWithScopesAsync(Scopes.ImportsWrite);
        using var noPay = await tenant.ClientWithScopesAsync(Scopes.ImportsWrite, Scopes.EmployeesWrite);
        var plain = Encoding.UTF8.GetBytes("email,lastName,hireDate,department\none@example.com,One,2020-01-01,New\n");
        var paid = Encoding.UTF8.GetBytes("email,lastName,hireDate,salary\none@example.com,One,2020-01-01,1\n");

        using var first = await noEmployees.PostImportAsync("/v2/imports", plain);
        using var second = await noPay.PostImportAsync("/v2/imports", paid);
        using var third = await noPay.PostImportAsync("/v2/imports", plain, ("createMissing", "true"));
        var job = await noPay.ImportAsync(plain, _bestEffort);

        first.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        second.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        third.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        job.Figure("rejected").ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_import_stops_in_the_middle_and_all_or_nothing_leaves_nothing()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var id = await client.StartImportAsync(Encoding.UTF8.GetBytes(ManyEmployees.Csv(60_000)));
        await Eventually.GetAsync(
            () => client.GetFromJsonAsync<JsonElement>($"/v2/jobs/{id}", Cancel),
            job => job.GetProperty("progress").GetProperty("processed").GetInt64() > 0,
            seconds: 120
        );

        using var response = await client.PostAsync($"/v2/jobs/{id}/cancel", null, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var job = await Eventually.JobEndAsync(client, id);
        job.Status().ShouldBe("cancelled");
        (await client.CountEmployeesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Row_errors_are_paged_and_belong_to_the_tenant()
    {
        var tenant = await api.CreateTenantAsync();
        var stranger = (await api.CreateTenantAsync()).Client;
        var csv = new StringBuilder("email,lastName,hireDate\n");
        for (var i = 0; i < 7; i++)
            csv.Append("bad,One,2020-01-01\n");
        var job = await tenant.Client.ImportAsync(csv.ToString());
        var path = $"/v2/jobs/{job.GetProperty("id").GetString()}/errors?limit=3";

        var lines = new List<int>();
        for (string? next = path; next is not null; )
        {
            var page = await tenant.Client.GetFromJsonAsync<JsonElement>(next, Cancel);
            lines.AddRange(page.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("line").GetInt32()));
            next = page.GetProperty("nextCursor").GetString() is { } cursor ? $"{path}&cursor={cursor}" : null;
        }

        lines.ShouldBe(Enumerable.Range(2, 7));
        using var foreign = await stranger.GetAsync(path, Cancel);
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
