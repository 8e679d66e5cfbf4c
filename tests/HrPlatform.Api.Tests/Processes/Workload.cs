using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HrPlatform.Infrastructure.Tests.Documents;

namespace HrPlatform.Api.Tests.Processes;

/// <summary>What the writes of one tenant add up to: employees, imports and documents, and what must be found in the end.</summary>
internal sealed class Workload(Random random)
{
    public const int RowsPerImport = 240;
    private const string Columns = "employeeNumber,externalId,firstName,lastName,email,department,hireDate,salary\n";

    private readonly Lock _lock = new();
    private int _number;

    /// <summary>The id of each employee who was acknowledged, by e-mail.</summary>
    public Dictionary<string, string> Employees { get; } = new(StringComparer.Ordinal);

    public List<Import> Imports { get; } = [];

    public List<Paper> Papers { get; } = [];

    public sealed record Import(string Mode, IReadOnlyList<string> Emails, bool IsBroken)
    {
        public string? Job { get; set; }
    }

    /// <summary>A document with the files that were acknowledged, in their order.</summary>
    public sealed class Paper
    {
        public string? Id { get; set; }

        public bool IsWaiting { get; set; } = true;

        public List<(string Marker, string Sha256, bool IsReadable)> Versions { get; } = [];
    }

    public Write NewEmployee()
    {
        var number = ++_number;
        var email = $"hired{number}@example.com";
        var body = JsonSerializer.Serialize(
            new
            {
                firstName = "Hired",
                lastName = $"Person{number}",
                email,
                externalId = $"hired-{number}",
                hireDate = "2021-03-01",
                bio = $"Knows everything about subject {number}.",
            }
        );
        return new Write(
            "/v2/employees",
            () => new StringContent(body, Encoding.UTF8, "application/json"),
            answer =>
            {
                lock (_lock)
                    Employees.Add(email, answer.Text("id"));
            }
        );
    }

    /// <param name="isBroken">One row has no e-mail address.</param>
    public Write NewImport(string mode, bool isBroken)
    {
        var file = ++_number;
        var csv = new StringBuilder(Columns);
        var emails = new List<string>();
        for (var row = 1; row <= RowsPerImport; row++)
        {
            var email = isBroken && row == RowsPerImport / 2 ? "" : $"row{row}@import{file}.example.com";
            if (email.Length > 0)
                emails.Add(email);
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{file}-{row},import-{file}-{row},First{row},Last{row},{email},Team {row % 7},2020-02-01,{2000 + row}\n"
            );
        }
        var import = new Import(mode, emails, isBroken);
        Imports.Add(import);
        var bytes = Encoding.UTF8.GetBytes(csv.ToString());
        return new Write(
            "/v2/imports",
            () =>
                new MultipartFormDataContent
                {
                    { new ByteArrayContent(bytes), "file", "employees.csv" },
                    { new StringContent(mode), "mode" },
                },
            answer => import.Job = answer.Text("id")
        );
    }

    public Write NewDocument() => Upload(new Paper(), "/v2/documents");

    /// <summary>The next version of a document that was acknowledged and has no version under way; null when there is none.</summary>
    public Write? NewVersion()
    {
        var free = Papers.Where(paper => !paper.IsWaiting).ToList();
        if (free.Count == 0)
            return null;
        var paper = free[random.Next(free.Count)];
        paper.IsWaiting = true;
        return Upload(paper, $"/v2/documents/{paper.Id}/versions");
    }

    private Write Upload(Paper paper, string path)
    {
        if (paper.Id is null)
            Papers.Add(paper);
        var marker = $"marker{++_number}x";
        var (name, type, content) = random.Next(7) switch
        {
            0 or 1 => ("guide.pdf", "application/pdf", Pdf(marker)),
            2 or 3 => (
                "guide.docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                Word(marker)
            ),
            4 => ("broken.pdf", "application/pdf", Encoding.ASCII.GetBytes($"%PDF-1.7\n{marker} and nothing else")),
            _ => ("guide.md", "text/markdown", Markdown(marker)),
        };
        return new Write(
            path,
            () =>
            {
                var file = new ByteArrayContent(content);
                file.Headers.ContentType = new MediaTypeHeaderValue(type);
                return new MultipartFormDataContent { { file, "file", name } };
            },
            answer =>
            {
                paper.Id = answer.GetProperty("document").Text("id");
                paper.Versions.Add((marker, Convert.ToHexStringLower(SHA256.HashData(content)), name != "broken.pdf"));
                paper.IsWaiting = false;
            }
        );
    }

    private static byte[] Markdown(string marker)
    {
        var text = new StringBuilder($"# Guide {marker}\n\n");
        for (var section = 1; section <= 12; section++)
            text.Append(CultureInfo.InvariantCulture, $"## Part {section}\n\n{Passage(marker, section)}\n\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Pdf(string marker)
    {
        var file = new PdfFiles();
        for (var page = 1; page <= 4; page++)
        {
            if (page > 1)
                file.NewPage();
            file.Line($"Guide {marker} page {page}", size: 16, isBold: true);
            for (var line = 1; line <= 20; line++)
                file.Line($"Line {line} of {marker}: employees ask their manager for leave in advance.");
        }
        return file.Build();
    }

    private static byte[] Word(string marker) =>
        WordFiles.Build([
            WordFiles.Paragraph($"Guide {marker}", "Titre"),
            .. Enumerable
                .Range(1, 10)
                .SelectMany(section =>
                    new[]
                    {
                        WordFiles.Paragraph($"Part {section}", "Titre1"),
                        WordFiles.Paragraph(Passage(marker, section)),
                    }
                ),
        ]);

    private static string Passage(string marker, int section) =>
        string.Concat(
            Enumerable.Repeat(
                $"Section {section} of {marker} says how travel costs are paid back after the receipts were sent in. ",
                8
            )
        );
}
