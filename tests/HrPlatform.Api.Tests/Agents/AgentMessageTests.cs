using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Application.Identity;

namespace HrPlatform.Api.Tests.Agents;

/// <summary>Agents and conversations in v2.</summary>
public sealed class AgentMessageTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<JsonElement> SendAsync(HttpClient client, object message, string agent = "hr_analyst")
    {
        using var response = await client.PostAsJsonAsync($"/v2/agents/{agent}/messages", message, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement;
    }

    [Fact]
    public async Task Agents_are_listed_with_what_this_key_may_use()
    {
        var tenant = await api.CreateTenantAsync();
        using var client = await tenant.ClientWithScopesAsync(Scopes.AgentsUse, Scopes.EmployeesRead);

        var agents = await client.GetFromJsonAsync<JsonElement>("/v2/agents", Cancel);

        var agent = agents.GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        agent.GetProperty("name").GetString().ShouldBe("hr_analyst");
        var allowed = agent
            .GetProperty("tools")
            .EnumerateArray()
            .ToDictionary(t => t.GetProperty("name").GetString()!, t => t.GetProperty("allowed").GetBoolean());
        allowed["employee_statistics"].ShouldBeTrue();
        allowed["compensation_statistics"].ShouldBeFalse();
        allowed["search_documents"].ShouldBeFalse();
    }

    [Fact]
    public async Task An_empty_company_is_answered_with_zero()
    {
        var tenant = await api.CreateTenantAsync();

        var message = await SendAsync(tenant.Client, new { text = "How many employees do we have?" });

        message.GetProperty("text").GetString().ShouldBe("There are no employees [1].");
        message.GetProperty("answered").GetBoolean().ShouldBeTrue();
        message.GetProperty("toolCalls")[0].GetProperty("tool").GetString().ShouldBe("employee_statistics");
    }

    [Fact]
    public async Task A_conversation_keeps_questions_and_answers_and_remembers_them()
    {
        var tenant = await api.CreateTenantAsync();
        var first = await SendAsync(tenant.Client, new { text = "How many employees do we have?" });
        var id = first.GetProperty("conversationId").GetString();
        id!.ShouldStartWith("cnv_");
        first.GetProperty("id").GetString()!.ShouldStartWith("msg_");

        var second = await SendAsync(
            tenant.Client,
            new { text = "Combien de personnes maîtrisent Python ?", conversationId = id }
        );

        second.GetProperty("conversationId").GetString().ShouldBe(id);
        var conversation = await tenant.Client.GetFromJsonAsync<JsonElement>($"/v2/conversations/{id}", Cancel);
        conversation.GetProperty("title").GetString().ShouldBe("How many employees do we have?");
        conversation.GetProperty("messageCount").GetInt32().ShouldBe(4);
        var messages = await tenant.Client.GetFromJsonAsync<JsonElement>($"/v2/conversations/{id}/messages", Cancel);
        var data = messages.GetProperty("data").EnumerateArray().ToList();
        data.Select(m => m.GetProperty("role").GetString()).ShouldBe(["user", "agent", "user", "agent"]);
        data[1].GetProperty("text").GetString().ShouldBe(first.GetProperty("text").GetString());
        data[1].GetProperty("citations")[0].GetProperty("query").GetString().ShouldBe("number of active employees");
    }

    [Fact]
    public async Task Conversations_and_messages_are_read_in_pages()
    {
        var tenant = await api.CreateTenantAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var message = await SendAsync(tenant.Client, new { text = $"How many employees know skill number {i}?" });
            ids.Add(message.GetProperty("conversationId").GetString()!);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var path =
                $"/v2/conversations?limit=2&total=true{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}";
            var page = await tenant.Client.GetFromJsonAsync<JsonElement>(path, Cancel);
            page.GetProperty("total").GetInt32().ShouldBe(3);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(c => c.GetProperty("id").GetString()!));
            cursor = page.GetProperty("hasMore").GetBoolean() ? page.GetProperty("nextCursor").GetString() : null;
        } while (cursor is not null);

        seen.ShouldBe(Enumerable.Reverse(ids));
        var messages = await tenant.Client.GetFromJsonAsync<JsonElement>(
            $"/v2/conversations/{ids[0]}/messages?limit=1",
            Cancel
        );
        messages.GetProperty("hasMore").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Another_key_neither_sees_nor_continues_a_conversation()
    {
        var tenant = await api.CreateTenantAsync();
        var message = await SendAsync(tenant.Client, new { text = "How many employees do we have?" });
        var id = message.GetProperty("conversationId").GetString();
        using var other = await tenant.ClientWithScopesAsync(Scopes.AgentsUse, Scopes.EmployeesRead);
        var stranger = (await api.CreateTenantAsync()).Client;

        foreach (var client in (HttpClient[])[other, stranger])
        {
            (await client.GetAsync($"/v2/conversations/{id}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await client.GetAsync($"/v2/conversations/{id}/messages", Cancel)).StatusCode.ShouldBe(
                HttpStatusCode.NotFound
            );
            using var response = await client.PostAsJsonAsync(
                "/v2/agents/hr_analyst/messages",
                new { text = "And now?", conversationId = id },
                Cancel
            );
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task An_unknown_agent_is_not_found()
    {
        var tenant = await api.CreateTenantAsync();

        (await tenant.Client.GetAsync("/v2/agents/oracle", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var response = await tenant.Client.PostAsJsonAsync(
            "/v2/agents/oracle/messages",
            new { text = "Will it rain?" },
            Cancel
        );
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_repeated_message_with_the_same_key_is_stored_once()
    {
        var tenant = await api.CreateTenantAsync();
        async Task<(string Body, bool Replayed)> SendOnceAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/agents/hr_analyst/messages");
            request.Headers.Add("Idempotency-Key", "one-question");
            request.Content = JsonContent.Create(new { text = "How many employees do we have?" });
            using var response = await tenant.Client.SendAsync(request, Cancel);
            return (
                await response.Content.ReadAsStringAsync(Cancel),
                response.Headers.Contains("Idempotency-Replayed")
            );
        }

        var first = await SendOnceAsync();
        var second = await SendOnceAsync();

        second.Body.ShouldBe(first.Body);
        second.Replayed.ShouldBeTrue();
        var conversations = await tenant.Client.GetFromJsonAsync<JsonElement>("/v2/conversations?total=true", Cancel);
        conversations.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_text_that_is_empty_or_too_long_is_refused()
    {
        var tenant = await api.CreateTenantAsync();

        foreach (var text in (string[])["", new string('a', 2001)])
        {
            using var response = await tenant.Client.PostAsJsonAsync(
                "/v2/agents/hr_analyst/messages",
                new { text },
                Cancel
            );
            response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("\"/text\"");
        }
    }
}
