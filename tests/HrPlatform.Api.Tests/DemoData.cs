using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrPlatform.Api.Tests;

/// <summary>The demo company that ships with the product.</summary>
internal static class DemoData
{
    public static string Folder { get; } = Find();

    public static string Handbook { get; } = Path.Combine(Folder, "handbook");

    public static IReadOnlyList<DemoQuestion> Questions { get; } =
    [
        .. File.ReadLines(Path.Combine(Folder, "questions.jsonl"))
            .Where(line => line.Length > 0)
            .Select(line => JsonSerializer.Deserialize<DemoQuestion>(line)!),
    ];

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HrPlatform.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "data", "demo");
    }
}

/// <summary>A question on the demo handbook and where its answer stands; no file when nothing answers it.</summary>
internal sealed record DemoQuestion(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("question")] string Question,
    [property: JsonPropertyName("expected_file")] string? ExpectedFile,
    [property: JsonPropertyName("answer_snippet")] string? AnswerSnippet,
    [property: JsonPropertyName("type")] string Type
);
