using HrPlatform.Application.Agents;

namespace HrPlatform.Application.Conversations;

/// <summary>What is kept of an answer besides its text.</summary>
public sealed record AnswerDetails(
    bool Answered,
    string Mode,
    string Model,
    IReadOnlyList<DocumentCitation> DocumentCitations,
    IReadOnlyList<RecordsCitation> RecordsCitations
)
{
    public static AnswerDetails Of(AgentAnswer answer) =>
        new(
            answer.Answered,
            answer.Mode,
            answer.Model,
            [.. answer.Citations.OfType<DocumentCitation>()],
            [.. answer.Citations.OfType<RecordsCitation>()]
        );

    /// <summary>All citations by number.</summary>
    public IEnumerable<Citation> Citations() =>
        DocumentCitations.Concat<Citation>(RecordsCitations).OrderBy(citation => citation.N);
}
