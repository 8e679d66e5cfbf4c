using CsCheck;
using HrPlatform.Application.Documents;

namespace HrPlatform.Application.Tests.Documents;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("It is paid. Ask HR! Why not?", "It is paid.|Ask HR!|Why not?")]
    [InlineData("Ask Dr. Osei or Mrs. Lee. They know.", "Ask Dr. Osei or Mrs. Lee.|They know.")]
    [InlineData("Bring proof, e.g. A passport. Then sign.", "Bring proof, e.g. A passport.|Then sign.")]
    [InlineData("See art. 12 and No. 7. No. That is all.", "See art. 12 and No. 7.|No.|That is all.")]
    [InlineData(
        "J. P. Smith signs. It costs 3.5 euros. Version 2.0 is out.",
        "J. P. Smith signs.|It costs 3.5 euros.|Version 2.0 is out."
    )]
    [InlineData("Cats, dogs, etc. Birds are not allowed.", "Cats, dogs, etc.|Birds are not allowed.")]
    [InlineData(
        "He said \"Stop.\" Then he left (at noon.) Nobody came.",
        "He said \"Stop.\"|Then he left (at noon.)|Nobody came."
    )]
    [InlineData("M. Lefèvre et Mme. Roy viennent. Ils sont là !", "M. Lefèvre et Mme. Roy viennent.|Ils sont là !")]
    [InlineData(
        "« Deux jours suffisent. » Les autres sont libres.",
        "« Deux jours suffisent. »|Les autres sont libres."
    )]
    [InlineData("Selon l'art. 5, p. ex. le lundi. Voir l'annexe.", "Selon l'art. 5, p. ex. le lundi.|Voir l'annexe.")]
    [InlineData("Vraiment ? Oui. Écrire à rh@example.com. Merci", "Vraiment ?|Oui.|Écrire à rh@example.com.|Merci")]
    [InlineData("Wait... what? 2024 was good.", "Wait... what?|2024 was good.")]
    [InlineData("1. Sign here. 2. Send it.", "1. Sign here.|2. Send it.")]
    [InlineData("One line\nand the next. New\n\nAfter a gap", "One line\nand the next.|New|After a gap")]
    [InlineData("  ", "")]
    public void Sentences_end_where_a_reader_would_end_them(string text, string expected) =>
        string.Join('|', SentenceSplitter.Split(text).Select(span => text[span.Start..span.End])).ShouldBe(expected);

    [Fact]
    public void Everything_but_white_space_is_in_exactly_one_sentence()
    {
        var text = Gen.OneOf(
                Gen.Int[0, 11]
                    .Select(i => ((string[])[". ", "! ", "?", "\n\n", " ", "…", "»", "Dr", "A", "é", "1", ")"])[i]),
                Gen.String[0, 5]
            )
            .Array[0, 60]
            .Select(string.Concat);

        text.Sample(
            value =>
            {
                var end = 0;
                foreach (var sentence in SentenceSplitter.Split(value))
                {
                    sentence.Start.ShouldBeGreaterThanOrEqualTo(end);
                    sentence.End.ShouldBeGreaterThan(sentence.Start);
                    value.AsSpan(end, sentence.Start - end).IsWhiteSpace().ShouldBeTrue();
                    end = sentence.End;
                }

                value.AsSpan(end).IsWhiteSpace().ShouldBeTrue();
            },
            iter: 2_000,
            threads: 1
        );
    }
}
