using System.Globalization;
using System.Text;
using HrPlatform.Api.Tests;
using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk.Tests.Live;

/// <summary>The client against the running API, each test in a tenant of its own.</summary>
public sealed class LiveTests(ApiFixture api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_employee_is_created_read_changed_deleted_and_restored()
    {
        using var client = await ClientAsync();

        var created = await client.Employees.CreateAsync(Ada(), cancellationToken: Cancellation);
        created.ETag.ShouldNotBeNullOrEmpty();
        created.Skills.ShouldBeEmpty();

        var read = await client.Employees.GetAsync(created.Id, cancellationToken: Cancellation);
        read.Email.ShouldBe("ada.byron@example.com");
        read.HireDate.ShouldBe(new DateOnly(2020, 3, 1));
        read.Compensation!.Amount.ToDecimal().ShouldBe(88_958.50m);
        read.ETag.ShouldBe(created.ETag);
        read.AdditionalData.ShouldBeNull();

        var changed = await client.Employees.UpdateAsync(
            created.Id,
            new PatchEmployeeRequest { Bio = "Writes programs.", Phone = null },
            ifMatch: read.ETag,
            cancellationToken: Cancellation
        );
        changed.Bio.ShouldBe("Writes programs.");
        changed.Phone.ShouldBeNull();
        changed.Email.ShouldBe(read.Email);

        await Should.ThrowAsync<HrPreconditionFailedException>(() =>
            client.Employees.UpdateAsync(
                created.Id,
                new PatchEmployeeRequest { Bio = "Too late." },
                ifMatch: read.ETag,
                cancellationToken: Cancellation
            )
        );

        await client.Employees.DeleteAsync(created.Id, cancellationToken: Cancellation);
        var gone = await Should.ThrowAsync<HrNotFoundException>(() =>
            client.Employees.GetAsync(created.Id, cancellationToken: Cancellation)
        );
        gone.RequestId.ShouldNotBeNullOrEmpty();
        (await client.Employees.RestoreAsync(created.Id, Cancellation)).Bio.ShouldBe("Writes programs.");
    }

    [Fact]
    public async Task The_same_idempotency_key_hires_once()
    {
        using var client = await ClientAsync();

        var first = await client.Employees.CreateAsync(Ada(), "hire-ada", Cancellation);
        var second = await client.Employees.CreateAsync(Ada(), "hire-ada", Cancellation);

        second.Id.ShouldBe(first.Id);
        (await client.Employees.ListAsync(cancellationToken: Cancellation).ToListAsync(Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Refusals_are_told_by_their_exceptions()
    {
        using var client = await ClientAsync();
        await client.Employees.CreateAsync(Ada(), cancellationToken: Cancellation);

        await Should.ThrowAsync<HrConflictException>(() =>
            client.Employees.CreateAsync(Ada(), cancellationToken: Cancellation)
        );
        var invalid = await Should.ThrowAsync<HrValidationException>(() =>
            client.Employees.CreateAsync(Ada() with { Email = "not an address", LastName = "" }, null, Cancellation)
        );
        invalid.Errors.Select(error => error.Pointer).ShouldBe(["/email", "/lastName"], ignoreOrder: true);

        using var stranger = new HrPlatformClient(
            new HrPlatformOptions { BaseAddress = api.BaseAddress, ApiKey = TestKeys.WellFormed }
        );
        await Should.ThrowAsync<HrUnauthorizedException>(() =>
            stranger.Documents.GetAsync("doc_01jdcw8v2rfh3tqcz9k5m7x0ae", Cancellation)
        );
    }

    [Fact]
    public async Task A_key_without_the_scope_is_forbidden()
    {
        var tenant = await api.CreateTenantAsync();
        var key = await api.CreateKeyAsync(tenant.Tenant.Id, Domain.Tenants.TenantEnvironment.Live, "documents:read");
        using var client = new HrPlatformClient(new HrPlatformOptions { BaseAddress = api.BaseAddress, ApiKey = key });

        var exception = await Should.ThrowAsync<HrForbiddenException>(() =>
            client.Employees.ListAsync(cancellationToken: Cancellation).ToListAsync(Cancellation).AsTask()
        );

        exception.Detail.ShouldContain("employees:read");
    }

    [Fact]
    public async Task A_list_of_several_pages_holds_each_row_once()
    {
        using var client = await ClientAsync();
        var batch = await client.Employees.BatchAsync(
            new BatchRequest
            {
                Employees =
                [
                    .. Enumerable
                        .Range(1, 7)
                        .Select(i => new PatchEmployeeRequest
                        {
                            ExternalId = $"x-{i}",
                            FirstName = "N",
                            LastName = i.ToString("000", CultureInfo.InvariantCulture),
                            Email = $"n{i}@example.com",
                            HireDate = new DateOnly(2020, 1, i),
                        }),
                ],
            },
            cancellationToken: Cancellation
        );
        batch.Created.ShouldBe(7);

        var names = await client
            .Employees.ListAsync(new ListEmployeesQuery { Limit = 3, Sort = "-hireDate" }, Cancellation)
            .Select(employee => employee.LastName)
            .ToListAsync(Cancellation);

        names.ShouldBe(["007", "006", "005", "004", "003", "002", "001"]);
    }

    [Fact]
    public async Task Some_fields_of_employees_can_be_read_and_custom_fields_filtered()
    {
        using var client = await ClientAsync();
        await client.CustomFields.CreateAsync(
            new CreateCustomFieldRequest
            {
                Key = "costCentre",
                Label = "Cost centre",
                Type = CustomFieldType.Text,
            },
            cancellationToken: Cancellation
        );
        foreach (var centre in new[] { "CC-100", "CC-200" })
        {
            await client.Employees.CreateAsync(
                Ada() with
                {
                    Email = $"{centre}@example.com",
                    Custom = new Dictionary<string, System.Text.Json.Nodes.JsonNode> { ["costCentre"] = centre },
                },
                cancellationToken: Cancellation
            );
        }

        var found = await client
            .Employees.ListAsync(
                new ListEmployeesQuery
                {
                    Custom = new Dictionary<string, string>(StringComparer.Ordinal) { ["costCentre"] = "CC-200" },
                    Fields = "email",
                },
                Cancellation
            )
            .ToListAsync(Cancellation);

        found.Single().Email.ShouldBe("cc-200@example.com", StringCompareShould.IgnoreCase);
        found.Single().FirstName.ShouldBeNull();
    }

    [Fact]
    public async Task The_history_tells_what_happened_on_which_day()
    {
        using var client = await ClientAsync();
        var research = await client.Departments.CreateAsync(
            new DepartmentRequest { Name = "Research" },
            cancellationToken: Cancellation
        );
        var ada = await client.Employees.CreateAsync(Ada(), cancellationToken: Cancellation);

        await client.Employees.RecordEventAsync(
            ada.Id,
            new RecordEventRequest
            {
                Kind = EmploymentEventKind.Transfer,
                EffectiveDate = new DateOnly(2024, 1, 1),
                Department = research.Id,
            },
            cancellationToken: Cancellation
        );

        var history = await client.Employees.ListHistoryAsync(ada.Id, Cancellation).ToListAsync(Cancellation);
        history
            .Select(change => change.Kind)
            .ShouldBe([EmploymentEventKind.Hire, EmploymentEventKind.Transfer], ignoreOrder: true);
        var before = await client.Employees.GetAsync(
            ada.Id,
            new GetEmployeeQuery { AsOf = new DateOnly(2023, 12, 31) },
            Cancellation
        );
        before.Department.ShouldBeNull();
        var after = await client.Employees.GetAsync(
            ada.Id,
            new GetEmployeeQuery { AsOf = new DateOnly(2024, 1, 1), Expand = "department" },
            Cancellation
        );
        after.Department!.Resource!.Name.ShouldBe("Research");
    }

    [Fact]
    public async Task A_document_is_uploaded_read_found_changed_and_deleted()
    {
        using var client = await ClientAsync();
        using var file = new MemoryStream(
            "# Remote work\n\n## From home\n\nYou may work from home three days a week.\n"u8.ToArray()
        );

        var uploaded = await client.Documents.UploadAsync(
            file,
            "remote-work.md",
            tags: ["policy", "remote"],
            cancellationToken: Cancellation
        );
        var ready = await client.Documents.WaitUntilReadyAsync(uploaded.Id, Cancellation);
        ready.Status.ShouldBe(DocumentStatus.Ready);
        ready.Tags.ShouldBe(["policy", "remote"], ignoreOrder: true);

        var found = await client.Search.SearchAsync("days from home", cancellationToken: Cancellation);
        found.Results[0].Citation!.Section.ShouldBe("From home");
        (
            await client.Documents.ListChunksAsync(uploaded.Id, Cancellation).ToListAsync(Cancellation)
        ).ShouldNotBeEmpty();

        var renamed = await client.Documents.UpdateAsync(
            uploaded.Id,
            new DocumentPatch { Title = "Remote work 2027" },
            ifMatch: ready.ETag,
            cancellationToken: Cancellation
        );
        renamed.Title.ShouldBe("Remote work 2027");
        renamed.Tags.Count.ShouldBe(2);

        await client.Documents.DeleteAsync(uploaded.Id, Cancellation);
        await Should.ThrowAsync<HrNotFoundException>(() => client.Documents.GetAsync(uploaded.Id, Cancellation));
    }

    [Fact]
    public async Task The_same_upload_under_the_same_key_is_taken_once()
    {
        using var client = await ClientAsync();
        byte[] text = "# Sick leave\n\nCall before nine."u8.ToArray();

        var first = await client.Documents.UploadAsync(
            new MemoryStream(text),
            "sick.md",
            idempotencyKey: "sick-leave",
            cancellationToken: Cancellation
        );
        var second = await client.Documents.UploadAsync(
            new MemoryStream(text),
            "sick.md",
            idempotencyKey: "sick-leave",
            cancellationToken: Cancellation
        );

        second.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task A_file_of_employees_is_imported_and_its_mistakes_are_told_by_line()
    {
        using var client = await ClientAsync();
        var csv = """
            No;First;Last;Mail;Hired
            1;Ada;Byron;ada@example.com;01/03/2020
            2;Grace;Hopper;no address;01/04/2021
            """;
        var options = new ImportOptions
        {
            Mapping = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["No"] = "employeeNumber",
                ["First"] = "firstName",
                ["Last"] = "lastName",
                ["Mail"] = "email",
                ["Hired"] = "hireDate",
            },
            DateFormat = "dd/MM/yyyy",
            Delimiter = ';',
        };

        var preview = await client.Imports.PreviewAsync(Csv(), "people.csv", options, Cancellation);
        preview.Columns.Select(column => column.Field).ShouldContain("hireDate");

        var strict = await client.Employees.ImportAsync(Csv(), "people.csv", options, null, Cancellation);
        await Should.ThrowAsync<HrJobException>(() => strict.WaitAsync(cancellationToken: Cancellation));
        var mistakes = await strict.ListErrorsAsync(Cancellation).ToListAsync(Cancellation);
        mistakes.Single().Line.ShouldBe(3);
        mistakes.Single().Field.ShouldBe("email");

        var lenient = await client.Employees.ImportAsync(
            Csv(),
            "people.csv",
            options with
            {
                SkipBadRows = true,
            },
            null,
            Cancellation
        );
        (await lenient.WaitAsync(cancellationToken: Cancellation)).Progress.Failed.ShouldBe(1);
        var employee = await client.Employees.ListAsync(cancellationToken: Cancellation).SingleAsync(Cancellation);
        employee.HireDate.ShouldBe(new DateOnly(2020, 3, 1));

        MemoryStream Csv() => new(Encoding.UTF8.GetBytes(csv));
    }

    [Fact]
    public async Task An_export_is_waited_for_and_read_as_a_stream()
    {
        using var client = await ClientAsync();
        await client.Employees.CreateAsync(Ada(), cancellationToken: Cancellation);

        var export = await client.Exports.StartAsync(
            new ExportRequest { Format = ExportFormat.Jsonl, Fields = ["email", "lastName"] },
            cancellationToken: Cancellation
        );
        await export.WaitAsync(cancellationToken: Cancellation);
        await using var file = await client.Exports.OpenAsync(export.Id, Cancellation);
        using var reader = new StreamReader(file);

        (await reader.ReadToEndAsync(Cancellation))
            .Trim()
            .ShouldBe("""{"email":"ada.byron@example.com","lastName":"Byron"}""");
    }

    [Fact]
    public async Task A_key_tells_what_it_is_and_makes_others()
    {
        using var client = await ClientAsync();

        var me = await client.Account.GetAsync(Cancellation);
        me.Scopes.ShouldContain("employees:read");
        (await client.Account.GetLimitsAsync(Cancellation)).RateLimits.ShouldNotBeEmpty();

        var created = await client.ApiKeys.CreateAsync(
            new NewApiKey { Name = "reports", Scopes = ["employees:read"] },
            cancellationToken: Cancellation
        );
        ApiKeyText.IsWellFormed(created.Secret).ShouldBeTrue();
        using var reports = new HrPlatformClient(
            new HrPlatformOptions { BaseAddress = api.BaseAddress, ApiKey = created.Secret }
        );
        (await reports.Account.GetAsync(Cancellation)).Scopes.ShouldBe(["employees:read"]);
        var keys = await client.ApiKeys.ListAsync(cancellationToken: Cancellation).ToListAsync(Cancellation);
        keys.Select(key => key.Name).ShouldContain("reports");
        await client.ApiKeys.RevokeAsync(created.Key.Id, Cancellation);
        await Should.ThrowAsync<HrUnauthorizedException>(() => reports.Account.GetAsync(Cancellation));
    }

    [Fact]
    public async Task An_agent_answers_with_what_it_rests_on_and_the_conversation_is_kept()
    {
        using var client = await ClientAsync();
        await client.Employees.CreateAsync(Ada(), cancellationToken: Cancellation);

        var answer = await client.Agents.AskAsync("How many employees do we have?", cancellationToken: Cancellation);

        answer.Answered.ShouldBeTrue();
        answer.Text.ShouldContain("1");
        answer.Citations[0].Source.ShouldBe("employees");
        var messages = await client
            .Conversations.ListMessagesAsync(answer.ConversationId, Cancellation)
            .ToListAsync(Cancellation);
        messages.Select(message => message.Role).ShouldBe([MessageRole.User, MessageRole.Agent]);
        (await client.Agents.ListAsync(Cancellation).ToListAsync(Cancellation)).ShouldContain(agent =>
            agent.Name == AgentsClient.DefaultAgent
        );
    }

    [Fact]
    public async Task The_simple_contract_is_there_as_well()
    {
        using var client = await ClientAsync();
        var v1 = client.Api<V1.IEmployeesApi>();

        var created = await v1.CreateEmployeeAsync(
            new V1.CreateEmployeeRequest
            {
                Name = "Ada Byron",
                Email = "ada@example.com",
                HireDate = new DateOnly(2020, 3, 1),
                Salary = 88_958.50m,
                Currency = "USD",
            },
            cancellationToken: Cancellation
        );

        (await v1.GetEmployeeAsync(created.Id, Cancellation)).Salary.ShouldBe(88_958.50m);
        (await v1.ListEmployeesAsync(new V1.ListEmployeesQuery { PageSize = 5 }, Cancellation)).TotalItems.ShouldBe(1);
    }

    private async Task<HrPlatformClient> ClientAsync()
    {
        var tenant = await api.CreateTenantAsync();
        return new HrPlatformClient(new HrPlatformOptions { BaseAddress = api.BaseAddress, ApiKey = tenant.ApiKey });
    }

    private static CreateEmployeeRequest Ada() =>
        new()
        {
            FirstName = "Ada",
            LastName = "Byron",
            Email = "ada.byron@example.com",
            HireDate = new DateOnly(2020, 3, 1),
            Phone = "+44 20 7946 0958",
            Compensation = new PayRequest { Amount = Money.Of(88_958.50m, "USD") },
        };
}
