using HrPlatform.Application.Agents;

namespace HrPlatform.Infrastructure.Tests.Ai.Offline;

/// <summary>Which tools the offline model calls, with which arguments, for many wordings; the table is questions.txt.</summary>
public sealed class QuestionTests
{
    public static TheoryData<string, string> Table()
    {
        var table = new TheoryData<string, string>();
        string? question = null;
        var calls = new List<string>();
        foreach (
            var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Ai", "Offline", "questions.txt"))
                .Append("? ")
        )
        {
            if (!line.StartsWith("? ", StringComparison.Ordinal))
            {
                if (line.Length > 0 && line[0] != '#')
                    calls.Add(line);
                continue;
            }
            if (question is not null)
                table.Add(question, string.Join('\n', calls));
            question = line[2..];
            calls.Clear();
        }
        return table;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_question_leads_to_the_calls_that_answer_it(string question, string calls)
    {
        var answer = await new Analyst().AskAsync(question);

        // What the question's own language doesn't find may be looked for in the other one as well.
        var made = answer.ToolCalls.Select(Written).ToList();
        var distinct = made.Where((call, i) => i == 0 || call != "search_documents" || made[i - 1] != call);
        string.Join('\n', distinct).ShouldBe(calls);
        answer.ToolCalls.ShouldAllBe(c => c.Succeeded);
    }

    [Fact]
    public void The_table_holds_at_least_120_questions() => Table().Count.ShouldBeGreaterThan(120);

    // The query of a document search is the question itself.
    private static string Written(ToolCallTrace call) =>
        call.Tool == "search_documents" ? call.Tool : $"{call.Tool} {call.Arguments.GetRawText()}";
}
