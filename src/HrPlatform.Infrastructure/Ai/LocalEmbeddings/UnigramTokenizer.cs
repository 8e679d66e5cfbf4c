using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Ai.LocalEmbeddings;

/// <summary>
/// Cuts text into the pieces that <see cref="UniversalSentenceEncoder"/> was trained on: of all ways to cut, the one with
/// the highest sum of the pieces' scores. Immutable, and safe to use from several threads.
/// </summary>
public sealed class UnigramTokenizer : ITokenCounter
{
    private const int Unknown = 0;

    /// <summary>The first entries of the vocabulary are marks that never match text.</summary>
    private const int ReservedPieces = 6;

    private readonly Piece[] _pieces;

    /// <summary>The vocabulary as a tree: from a node and the next code point to the next node.</summary>
    private readonly Dictionary<(int Node, int Symbol), int> _edges = [];

    /// <summary>The piece that ends at a node, or <see cref="Unknown"/>.</summary>
    private readonly List<int> _pieceAt = [Unknown];

    private UnigramTokenizer(Piece[] pieces)
    {
        _pieces = pieces;
        for (var id = ReservedPieces; id < pieces.Length; id++)
        {
            var node = 0;
            foreach (var rune in pieces[id].Text.EnumerateRunes())
            {
                if (!_edges.TryGetValue((node, rune.Value), out var next))
                {
                    next = _pieceAt.Count;
                    _pieceAt.Add(Unknown);
                    _edges.Add((node, rune.Value), next);
                }

                node = next;
            }

            // One piece stands in the vocabulary three times; the model was trained with the last.
            _pieceAt[node] = id;
        }
    }

    /// <inheritdoc />
    public int WindowSize => UniversalSentenceEncoder.WindowSize;

    /// <summary>Loads the vocabulary: a JSON array of pairs of a piece and its score, where the index is the id.</summary>
    /// <exception cref="InvalidDataException">The file is not such an array.</exception>
    public static UnigramTokenizer Load(string vocabularyPath)
    {
        using var stream = File.OpenRead(vocabularyPath);
        try
        {
            using var document = JsonDocument.Parse(stream);
            return new UnigramTokenizer([.. document.RootElement.EnumerateArray().Select(Piece.Read)]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"The vocabulary {vocabularyPath} cannot be used: {exception.Message} Restore it from the release.",
                exception
            );
        }
    }

    /// <summary>
    /// The ids of the text's tokens, not cut at <see cref="WindowSize"/>. Consecutive symbols that the vocabulary does not
    /// know are one token with the id 0. Empty for text without anything but white space.
    /// </summary>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = Cut(TokenizerInput.Read(text));
        var ids = new int[tokens.Count];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = tokens[i].Id;
        return ids;
    }

    /// <inheritdoc />
    public int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Cut(TokenizerInput.Read(text)).Count;
    }

    /// <inheritdoc />
    public IReadOnlyList<TokenSpan> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var symbols = TokenizerInput.Read(text);
        var tokens = Cut(symbols);
        var spans = new TokenSpan[tokens.Count];
        var covered = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            // Several symbols can come from one character (as with a ligature): the first token to touch it gets it.
            var start = Math.Max(covered, symbols[tokens[i].Start].Start);
            covered = Math.Max(start, symbols[tokens[i].End - 1].End);
            spans[i] = new TokenSpan(start, covered);
        }

        return spans;
    }

    /// <summary>The best cut, found from the beginning: the best way to each place extends the best way to an earlier one.</summary>
    /// <remarks>
    /// Vectors are only worth something if the ids are those of the training, so this keeps to the reference where it is
    /// unusual: an unknown symbol costs nothing, a sum of exactly zero counts as "not reached", of equals the shorter
    /// last piece wins, and a place that no piece ends at is left by one unknown symbol.
    /// </remarks>
    private List<Token> Cut(ReadOnlySpan<TokenizerInput.Symbol> symbols)
    {
        var best = ArrayPool<double>.Shared.Rent(symbols.Length + 1);
        var last = ArrayPool<int>.Shared.Rent(symbols.Length + 1);
        try
        {
            best.AsSpan(0, symbols.Length + 1).Clear();
            last.AsSpan(0, symbols.Length + 1).Clear();
            for (var start = 0; start < symbols.Length; start++)
            {
                var node = 0;
                var matched = false;
                for (
                    var at = start;
                    at < symbols.Length && _edges.TryGetValue((node, symbols[at].Value), out node);
                    at++
                )
                {
                    if (_pieceAt[node] is not Unknown and var id)
                    {
                        Offer(at + 1, best[start] + _pieces[id].Score, id);
                        matched = true;
                    }
                }

                if (!matched)
                    Offer(start + 1, best[start], Unknown);
            }

            return Trace(last, symbols.Length);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(best);
            ArrayPool<int>.Shared.Return(last);
        }

        void Offer(int end, double score, int id)
        {
            if (best[end] == 0 || score >= best[end])
            {
                best[end] = score;
                last[end] = id;
            }
        }
    }

    private List<Token> Trace(int[] last, int end)
    {
        var tokens = new List<Token>();
        while (end > 0)
        {
            var id = last[end];
            var start = end - (id == Unknown ? 1 : _pieces[id].Length);
            if (id == Unknown && tokens.Count > 0 && tokens[^1].Id == Unknown)
                tokens[^1] = tokens[^1] with { Start = start };
            else
                tokens.Add(new Token(id, start, end));
            end = start;
        }

        tokens.Reverse();
        return tokens;
    }

    /// <summary>A token and the range of symbols it stands for.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Token(int Id, int Start, int End);

    private sealed record Piece(string Text, double Score)
    {
        /// <summary>In code points.</summary>
        public int Length { get; } = Text.EnumerateRunes().Count();

        public static Piece Read(JsonElement pair)
        {
            // Seven pieces have no score; the reference adds nothing for them.
            var score = pair[1].ValueKind == JsonValueKind.Null ? 0 : pair[1].GetDouble();
            return new Piece(pair[0].GetString() ?? throw new JsonException("A piece is null."), score);
        }
    }
}
