// A program that knows HrPlatform by its NuGet package only: it imports employees, uploads a handbook, searches, asks, and
// prints the answers with what they rest on.
using System.Text.Json.Nodes;
using HrPlatform.Sdk;
using HrPlatform.Sdk.V2;
using Microsoft.Extensions.DependencyInjection;

var employees = Setting("HR_EMPLOYEES", "the CSV file to import");
var handbook = Setting("HR_HANDBOOK", "the folder to upload");
string[] questions =
    args.Length > 0
        ? args
        :
        [
            "How many employees do we have?",
            "What is the average salary per department?",
            "Who knows Kubernetes?",
            "How many days of annual leave do full-time employees have?",
        ];

await using var services = new ServiceCollection()
    .AddHrPlatform(options =>
    {
        options.BaseAddress = new Uri(Setting("HR_URL", "the API's address"));
        options.ApiKey = Setting("HR_API_KEY", "a key");
        options.ApplicationName = "quickstart/1.0";
    })
    .Services.BuildServiceProvider();
using var client = services.GetRequiredService<HrPlatformClient>();
using var end = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    end.Cancel();
};

try
{
    await ImportAsync();
    await UploadAsync();
    await SearchAsync("parental leave");
    foreach (var question in questions)
        await AskAsync(question);
    return 0;
}
catch (HrException exception)
{
    // One base class for whatever the client throws; the message holds the request id to ask about.
    Console.Error.WriteLine(exception.Message);
    return 1;
}

async Task ImportAsync()
{
    Console.WriteLine($"# Importing {Path.GetFileName(employees)}");
    await using var file = File.OpenRead(employees);
    var import = await client.Employees.ImportAsync(file, Path.GetFileName(employees), cancellationToken: end.Token);
    var progress = new Progress<Job>(job => Console.Error.WriteLine($"  {job.Status} {job.Progress.Percent}%"));
    var done = await import.WaitAsync(progress, end.Token);
    Console.WriteLine(string.Join(", ", (done.Result ?? Empty()).Select(figure => $"{figure.Key}: {figure.Value}")));

    var first = await client
        .Employees.ListAsync(new ListEmployeesQuery { Sort = "hireDate", Limit = 3 }, end.Token)
        .Take(3)
        .ToListAsync(end.Token);
    foreach (var employee in first)
        Console.WriteLine(
            $"  {employee.DisplayName}, {employee.Position?.Title}, since {employee.HireDate:yyyy-MM-dd}"
        );
    Console.WriteLine();
}

async Task UploadAsync()
{
    Console.WriteLine($"# Uploading {Path.GetFileName(handbook)}");
    var uploaded = new List<string>();
    foreach (var path in Directory.EnumerateFiles(handbook).Order(StringComparer.Ordinal))
        uploaded.Add((await client.Documents.UploadFileAsync(path, cancellationToken: end.Token)).Id);
    var passages = 0;
    foreach (var id in uploaded)
    {
        var document = await client.Documents.WaitUntilReadyAsync(id, end.Token);
        if (document.Status != DocumentStatus.Ready)
            Console.WriteLine($"  {document.FileName} can't be read: {document.Error?.Message}");
        passages += document.ChunkCount ?? 0;
    }
    Console.WriteLine($"{uploaded.Count} documents, {passages} passages");
    Console.WriteLine();
}

async Task SearchAsync(string words)
{
    Console.WriteLine($"# Searching for: {words}");
    var found = await client.Search.SearchAsync(
        new SearchRequest
        {
            Query = words,
            Top = 3,
            Kinds = [SearchKind.Documents],
        },
        end.Token
    );
    foreach (var hit in found.Results)
        Console.WriteLine($"  {hit.Title} › {hit.Citation?.Section}: {OneLine(hit.Snippet)}");
    Console.WriteLine();
}

async Task AskAsync(string question)
{
    var answer = await client.Agents.AskAsync(question, cancellationToken: end.Token);
    Console.WriteLine($"# {question}");
    Console.WriteLine(answer.Text);
    foreach (var citation in answer.Citations)
    {
        Console.WriteLine(
            citation.DocumentId is null
                ? $"  [{citation.N}] {citation.Source}: {citation.Query} ({citation.Rows} records)"
                : $"  [{citation.N}] {citation.Title} › {citation.Section}: “{OneLine(citation.Quote)}”"
        );
    }
    Console.WriteLine();
}

static string Setting(string name, string meaning) =>
    Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"Set {name}: {meaning}.");

static string OneLine(string? text) => (text ?? "").ReplaceLineEndings(" ").Trim();

static IReadOnlyDictionary<string, JsonNode> Empty() => new Dictionary<string, JsonNode>();
