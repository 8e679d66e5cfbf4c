namespace HrPlatform.Application.Documents;

/// <summary>Sizes of chunks, in tokens of the embedding model.</summary>
public sealed record ChunkingOptions
{
    /// <summary>What a chunk should hold. Below <see cref="MaxTokens"/>, so that a sentence may run over a little.</summary>
    public int TargetTokens { get; init; } = 110;

    /// <summary>What no chunk exceeds.</summary>
    public int MaxTokens { get; init; } = 126;

    /// <summary>How much of a chunk's end is repeated at the start of the next one in the same section, in whole sentences.</summary>
    public int OverlapTokens { get; init; } = 20;

    /// <summary>Sections smaller than this share a chunk with such neighbours under the same parent.</summary>
    public int SmallSectionTokens { get; init; } = 40;

    /// <summary>
    /// What no chunk exceeds in UTF-16 units. Text unknown to the model can be very long and still count few tokens.
    /// </summary>
    public int MaxCharacters { get; init; } = 2_000;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTokens, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(TargetTokens, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TargetTokens, MaxTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(OverlapTokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(OverlapTokens, TargetTokens / 2);
        ArgumentOutOfRangeException.ThrowIfNegative(SmallSectionTokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxCharacters, 64);
    }
}
