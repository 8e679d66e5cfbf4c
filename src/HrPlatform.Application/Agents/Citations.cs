using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HrPlatform.Domain.Documents;

namespace HrPlatform.Application.Agents;

/// <summary>What a statement of an answer rests on; <c>[N]</c> in the text points to it.</summary>
public abstract record Citation(int N);

/// <summary>A passage of a document, quoted word for word.</summary>
/// <param name="Start">Offset of <paramref name="Quote"/> in the document's text.</param>
public sealed record DocumentCitation(
    int N,
    DocumentId DocumentId,
    string Title,
    string? Section,
    int? Page,
    int Start,
    int End,
    string Quote
) : Citation(N);

/// <summary>A query over the records, in words, and how many rows stand behind the figure.</summary>
public sealed record RecordsCitation(int N, string Source, string Query, int Rows) : Citation(N);

/// <summary>A passage that a tool opened.</summary>
/// <param name="Start">Offset of <paramref name="Text"/> in the document's text.</param>
public sealed record PassageSource(
    DocumentId DocumentId,
    string Title,
    string? Section,
    int? Page,
    int Start,
    string Text
);

/// <summary>
/// The sources that an agent's tools opened while answering one question. Tools number them; an answer can only cite
/// what stands here.
/// </summary>
public sealed partial class CitationLedger
{
    private readonly Lock gate = new();
    private readonly List<object> sources = [];

    /// <summary>Enters a query over the records and gives the number to cite it by.</summary>
    public int AddRecords(string source, string query, int rows) => Add(new RecordsCitation(0, source, query, rows));

    /// <summary>Enters a passage and gives the number to cite it by.</summary>
    public int AddPassage(PassageSource passage) => Add(passage);

    /// <summary>
    /// Numbers the markers of a text from 1 in order of appearance, takes out those that point nowhere, and gives the
    /// citations they stand for.
    /// </summary>
    public (string Text, IReadOnlyList<Citation> Citations) Settle(string text)
    {
        var numbers = new Dictionary<int, int>();
        var citations = new List<Citation>();
        var settled = Marker()
            .Replace(
                text,
                match =>
                {
                    var kept = new StringBuilder();
                    foreach (var part in match.Groups["n"].Value.Split(',', StringSplitOptions.TrimEntries))
                    {
                        var asked = int.Parse(part, CultureInfo.InvariantCulture);
                        if (asked < 1 || asked > sources.Count)
                            continue;
                        if (!numbers.TryGetValue(asked, out var n))
                        {
                            n = numbers.Count + 1;
                            numbers.Add(asked, n);
                            citations.Add(ToCitation(n, sources[asked - 1], text));
                        }
                        kept.Append(CultureInfo.InvariantCulture, $"[{n}]");
                    }
                    return kept.Length == 0 ? ""
                        : match.Value.StartsWith(' ') ? " " + kept
                        : kept.ToString();
                }
            );
        return (settled.Trim(), citations);
    }

    private int Add(object source)
    {
        lock (gate)
        {
            sources.Add(source);
            return sources.Count;
        }
    }

    private static Citation ToCitation(int n, object source, string answer)
    {
        if (source is RecordsCitation records)
            return records with { N = n };
        var passage = (PassageSource)source;
        var (start, length) = Quoted(passage.Text, answer);
        return new DocumentCitation(
            n,
            passage.DocumentId,
            passage.Title,
            passage.Section,
            passage.Page,
            passage.Start + start,
            passage.Start + start + length,
            passage.Text.Substring(start, length)
        );
    }

    // The part of the passage that the answer took: the sentences it repeats word for word, or else the one closest to it.
    private static Sentence Quoted(string passage, string answer)
    {
        var sentences = Sentences.Split(passage);
        if (sentences.Count == 0)
            return new Sentence(0, passage.Length);
        var foldedAnswer = $" {NameMatching.Fold(answer)} ";
        var repeated = sentences
            .Where(s =>
                s.Length > 15
                && foldedAnswer.Contains($" {NameMatching.Fold(s.In(passage))} ", StringComparison.Ordinal)
            )
            .ToList();
        if (repeated.Count > 0)
        {
            // The longest run: an answer that names a section repeats its heading as well.
            var runs = new List<Sentence> { repeated[0] };
            foreach (var next in repeated.Skip(1))
            {
                var run = runs[^1];
                if (string.IsNullOrWhiteSpace(passage[run.End..next.Start]))
                    runs[^1] = new Sentence(run.Start, next.End - run.Start);
                else
                    runs.Add(next);
            }
            return runs.MaxBy(run => run.Length);
        }
        var words = foldedAnswer.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return sentences.MaxBy(s =>
        {
            var own = NameMatching.Fold(s.In(passage)).Split(' ');
            return own.Count(words.Contains) / Math.Sqrt(own.Length + 1);
        });
    }

    [GeneratedRegex(
        @" ?\[(?<n>\d{1,4}(\s*,\s*\d{1,4})*)\]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Marker();
}
