using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Api.Tests.Documents;

namespace HrPlatform.Api.Tests.Search;

/// <summary>Measures the search on the handbook that ships with the product and on questions written for it.</summary>
public sealed class RetrievalQualityTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nine_of_ten_questions_find_their_page_among_the_first_five_hits()
    {
        var tenant = await api.CreateTenantAsync();
        var files = await UploadHandbookAsync(tenant.Client, DemoData.Handbook);
        var questions = DemoData.Questions.Where(question => question.ExpectedFile is not null).ToList();

        var hybrid = await MeasureAsync(tenant.Client, files, questions, "hybrid");
        var vector = await MeasureAsync(tenant.Client, files, questions, "vector");
        var keyword = await MeasureAsync(tenant.Client, files, questions, "keyword");

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{questions.Count} questions: hybrid {hybrid}, vector {vector}, keyword {keyword}"
        );
        questions.Count.ShouldBeGreaterThan(20);
        hybrid.HitAt5.ShouldBeGreaterThanOrEqualTo(0.9);
        hybrid.HitAt5.ShouldBeGreaterThanOrEqualTo(vector.HitAt5, "words must not make meaning worse");
    }

    private static async Task<Dictionary<string, string>> UploadHandbookAsync(HttpClient client, string folder)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories))
        {
            var id = await client.UploadAndReadAsync(
                Path.GetFileName(path),
                await File.ReadAllTextAsync(path, Cancel),
                Cancel
            );
            files[id] = Path.GetRelativePath(folder, path);
        }
        return files;
    }

    private static async Task<Quality> MeasureAsync(
        HttpClient client,
        Dictionary<string, string> files,
        IReadOnlyList<DemoQuestion> questions,
        string mode
    )
    {
        double hits = 0;
        double reciprocal = 0;
        foreach (var question in questions)
        {
            using var response = await client.PostAsJsonAsync(
                "/v2/search",
                new
                {
                    query = question.Question,
                    mode,
                    top = 5,
                    kinds = new[] { "documents" },
                },
                Cancel
            );
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            var rank = answer
                .GetProperty("results")
                .EnumerateArray()
                .Select(result => files[result.GetProperty("id").GetString()!])
                .ToList()
                .IndexOf(question.ExpectedFile!);
            if (rank < 0)
                continue;
            hits++;
            reciprocal += 1d / (rank + 1);
        }
        return new Quality(Math.Round(hits / questions.Count, 3), Math.Round(reciprocal / questions.Count, 3));
    }

    private sealed record Quality(double HitAt5, double ReciprocalRank);
}
