using CsCheck;
using HrPlatform.Application.Documents;
using HrPlatform.Infrastructure.Ai.LocalEmbeddings;

namespace HrPlatform.Infrastructure.Tests.Ai.LocalEmbeddings;

public sealed class UnigramTokenizerTests
{
    private static readonly UnigramTokenizer Tokenizer = LocalEmbeddingModel.Shared.Tokenizer;

    /// <summary>Text of anything, but rich in what is hard: marks, Hangul, ligatures, white space, broken surrogates.</summary>
    private static readonly Gen<string> AnyText = Gen.OneOf<string>(
            Gen.Char.AlphaNumeric.Select(c => c.ToString()),
            Gen.OneOf<string>(" ", "  ", "\n", "\t", "\u00a0", "\u3000", "\u2028"),
            Gen.OneOf<string>("\u0301", "\u0308", "\u0327", "\u20dd", "\u093e", "\u0bbe", "\u3099", "\uff9e"),
            Gen.OneOf<string>("\u1112", "\u1161", "\u11ab", "가", "\uffa1", "\uffc2", "か", "ｶ"),
            Gen.OneOf<string>("ﬁ", "ﷺ", "½", "…", "™", "¨", "Å", "é", "ǆ", "ﾞ", "㍿", "①"),
            Gen.OneOf<string>("🎉", "👩‍💻", "\ud800", "\udc00", "\ufffe", "\u0000", "\ufeff", "▁", "𝐀", "𑄮"),
            Gen.OneOf<string>("the ", "leave", " employee", "://", ":)", "”5", "ing", "&nbsp;"),
            Gen.Char.Select(c => c.ToString())
        )
        .List[0, 40]
        .Select(parts => string.Concat(parts));

    public static TheoryData<string> ReferenceNames => ReferenceCase.Names;

    [Theory]
    [MemberData(nameof(ReferenceNames))]
    public void Ids_equal_those_of_the_reference(string name)
    {
        var reference = ReferenceCase.Named(name);

        Tokenizer.Encode(reference.Text).ShouldBe(reference.Ids);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \t\r\n\u00a0 ")]
    public void Text_without_anything_to_read_has_no_tokens(string text)
    {
        Tokenizer.Encode(text).ShouldBeEmpty();
        Tokenizer.Count(text).ShouldBe(0);
        Tokenizer.Tokenize(text).ShouldBeEmpty();
    }

    [Fact]
    public void Spans_give_back_the_words_of_the_original_text()
    {
        const string text = "  Parental\u00a0leave,\nfor Zoe\u0308 ﬁrst";

        var words = Tokenizer.Tokenize(text).Select(span => text[span.Start..span.End]).ToList();

        string.Concat(words).ShouldBe("Parentalleave,forZoe\u0308ﬁrst");
        words.ShouldContain("leave");
        words.ShouldContain(",");
        words.ShouldContain("for");
    }

    [Fact]
    public void A_letter_and_its_accent_are_never_cut_apart()
    {
        const string text = "cafe\u0301s";

        Tokenizer.Tokenize(text).ShouldNotContain(span => span.Start == 4 || span.End == 4);
        Tokenizer.Encode(text).ShouldBe(Tokenizer.Encode("cafés"));
    }

    [Fact]
    public void Consecutive_unknown_symbols_are_one_token_over_all_of_them()
    {
        var spans = Tokenizer.Tokenize("pay 🎉🚀☂ day");

        spans.ShouldContain(new TokenSpan(4, 9));
    }

    [Fact]
    public void Broken_surrogates_are_read_as_unknown_symbols()
    {
        Tokenizer.Encode("pay \ud83c day").ShouldBe(Tokenizer.Encode("pay 🎉 day"));
    }

    [Fact]
    public void Spans_are_ordered_lie_inside_the_text_and_cover_all_that_is_not_white_space()
    {
        AnyText.Sample(
            text =>
            {
                var spans = Tokenizer.Tokenize(text);

                spans.Count.ShouldBe(Tokenizer.Count(text));
                var covered = new bool[text.Length];
                var end = 0;
                foreach (var span in spans)
                {
                    span.Start.ShouldBeGreaterThanOrEqualTo(end);
                    span.End.ShouldBeInRange(span.Start, text.Length);
                    covered.AsSpan(span.Start, span.Length).Fill(true);
                    end = span.End;
                }

                for (var i = 0; i < text.Length; i++)
                    (covered[i] || char.IsWhiteSpace(text[i])).ShouldBeTrue($"character {i} of {text}");
            },
            iter: 3000
        );
    }

    [Fact]
    public void Ids_do_not_depend_on_the_normalization_form_of_the_text()
    {
        AnyText
            .Where(text => text.EnumerateRunes().All(rune => rune.Value is not (0xFFFD or 0xFFFE)))
            .Sample(
                text =>
                    Tokenizer
                        .Encode(text)
                        .ShouldBe(Tokenizer.Encode(text.Normalize(System.Text.NormalizationForm.FormKC))),
                iter: 3000
            );
    }

    [Fact]
    public void Counting_a_book_takes_time_in_proportion_to_its_length()
    {
        var sentence = ReferenceCase.Named("sentence");
        var book = string.Join(' ', Enumerable.Repeat(sentence.Text, 10_000));

        Tokenizer.Count(book).ShouldBe(10_000 * sentence.Ids.Length);
    }
}
