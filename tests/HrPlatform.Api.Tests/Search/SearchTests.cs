using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Api.Tests.Documents;

namespace HrPlatform.Api.Tests.Search;

public sealed class SearchTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hybrid")]
    [InlineData("vector")]
    [InlineData("keyword")]
    public async Task The_passage_that_answers_comes_first_with_a_citation(string mode)
    {
        var tenant = await api.CreateTenantAsync();
        var leave = await UploadHandbookAsync(tenant.Client);

        var result = (
            await SearchAsync(tenant.Client, new { query = "How many weeks of parental leave are paid?", mode })
        ).First();

        result.GetProperty("kind").GetString().ShouldBe("documents");
        result.GetProperty("id").GetString().ShouldBe(leave);
        var citation = result.GetProperty("citation");
        citation.GetProperty("documentId").GetString().ShouldBe(leave);
        citation.GetProperty("section").GetString().ShouldBe("Parental leave");
        var text = result.GetProperty("text").GetString()!;
        text.ShouldContain("sixteen weeks");
        (citation.GetProperty("end").GetInt32() - citation.GetProperty("start").GetInt32()).ShouldBe(text.Length);
        text.ShouldContain(citation.GetProperty("quote").GetString()!);
    }

    [Fact]
    public async Task Highlights_stand_where_words_of_the_query_are()
    {
        var tenant = await api.CreateTenantAsync();
        await UploadHandbookAsync(tenant.Client);

        var result = (await SearchAsync(tenant.Client, new { query = "parking garage" })).First();

        var snippet = result.GetProperty("snippet").GetString()!;
        var words = result
            .GetProperty("highlights")
            .EnumerateArray()
            .Select(span => snippet[span.GetProperty("start").GetInt32()..span.GetProperty("end").GetInt32()])
            .ToList();
        words.ShouldContain(word => word.StartsWith("park", StringComparison.OrdinalIgnoreCase));
        words.ShouldContain(word => word.StartsWith("garage", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Filters_are_exact()
    {
        var tenant = await api.CreateTenantAsync();
        var leave = await UploadHandbookAsync(tenant.Client);

        var only = await SearchAsync(
            tenant.Client,
            new { query = "garage", filters = new { documentIds = new[] { leave } } }
        );
        var none = await SearchAsync(tenant.Client, new { query = "garage", filters = new { tags = new[] { "x" } } });

        only.ShouldAllBe(result => result.GetProperty("id").GetString() == leave);
        none.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_explanation_tells_ranks_and_scores_only_when_asked_for()
    {
        var tenant = await api.CreateTenantAsync();
        await UploadHandbookAsync(tenant.Client);

        var explained = (await SearchAsync(tenant.Client, new { query = "parental leave", explain = true })).First();
        var plain = (await SearchAsync(tenant.Client, new { query = "parental leave" })).First();

        explained.GetProperty("explanation").GetProperty("vectorRank").GetInt32().ShouldBe(1);
        explained.GetProperty("explanation").GetProperty("keywordScore").GetDouble().ShouldBeGreaterThan(0);
        plain.GetProperty("explanation").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_key_without_the_scope_of_a_kind_does_not_find_it()
    {
        var tenant = await api.CreateTenantAsync();
        await UploadHandbookAsync(tenant.Client);
        using var client = await tenant.ClientWithScopesAsync("employees:read");

        using var silent = await client.PostAsJsonAsync("/v2/search", new { query = "leave" }, Cancel);
        using var named = await client.PostAsJsonAsync(
            "/v2/search",
            new { query = "leave", kinds = new[] { "documents" } },
            Cancel
        );

        var answer = await silent.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        answer.GetProperty("results").GetArrayLength().ShouldBe(0);
        answer.GetProperty("withheld")[0].GetString().ShouldBe("documents");
        named.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("'; DROP TABLE chunks; --")]
    [InlineData("a & | ! ( ) : * <-> ' \" \\")]
    [InlineData("\u0001\u0002 ‮ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \ud83d\ude00")]
    [InlineData("the of and")]
    public async Task Any_text_is_a_query_and_none_breaks_the_search(string query)
    {
        var tenant = await api.CreateTenantAsync();
        await UploadHandbookAsync(tenant.Client);

        using var response = await tenant.Client.PostAsJsonAsync("/v1/search", new { query }, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"query":""}""", HttpStatusCode.UnprocessableEntity, "/query")]
    [InlineData("""{"query":"x","top":0}""", HttpStatusCode.UnprocessableEntity, "/top")]
    [InlineData("""{"query":"x","top":"many"}""", HttpStatusCode.BadRequest, "/top")]
    [InlineData("""{"query":null}""", HttpStatusCode.BadRequest, "/query")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "/query")]
    [InlineData("""{"query":"x","kinds":["cats"]}""", HttpStatusCode.BadRequest, "/kinds/0")]
    [InlineData("""{"query":"x","colour":1}""", HttpStatusCode.BadRequest, "/colour")]
    [InlineData("""{"query":"x","query":"y"}""", HttpStatusCode.BadRequest, "/query")]
    [InlineData("""{"query":"x",}""", HttpStatusCode.BadRequest, "")]
    [InlineData("", HttpStatusCode.BadRequest, "")]
    public async Task A_wrong_question_is_refused_and_the_field_is_named(
        string body,
        HttpStatusCode expected,
        string pointer
    )
    {
        var tenant = await api.CreateTenantAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await tenant.Client.PostAsync("/v2/search", content, Cancel);

        response.StatusCode.ShouldBe(expected, await response.Content.ReadAsStringAsync(Cancel));
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        problem.GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe(pointer);
        problem.ToString().ShouldNotContain("HrPlatform.");
        problem.ToString().ShouldNotContain("System.");
    }

    private static async Task<List<JsonElement>> SearchAsync(HttpClient client, object request)
    {
        using var response = await client.PostAsJsonAsync("/v2/search", request, Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancel));
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return [.. answer.GetProperty("results").EnumerateArray()];
    }

    /// <summary>The id of the document about leave; another one is about the office.</summary>
    private static async Task<string> UploadHandbookAsync(HttpClient client)
    {
        await client.UploadAndReadAsync(
            "office.md",
            """
            # The office

            ## Parking

            The garage under the building has room for forty cars. Ask the front desk for a parking card.

            ## Kitchen

            Coffee and fruit are free. Put your cup into the dishwasher.
            """,
            Cancel
        );
        return await client.UploadAndReadAsync(
            "leave.md",
            """
            # Leave

            ## Vacation

            Everyone has twenty-five days of paid vacation per year. Up to five unused days move into the next year, and the
            rest is lost at the end of March. Please tell your team about your plans at least two weeks ahead of time.

            ## Parental leave

            New parents get sixteen weeks of paid leave, to be taken within a year after the birth or adoption. Either parent
            may split the leave into two parts, and nobody needs to say why. Tell your manager two months in advance.
            """,
            Cancel
        );
    }
}
