using HrPlatform.Application.Documents;

namespace HrPlatform.Application.Tests.Documents;

public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("How many days of leave do I have?", "english")]
    [InlineData("Who knows Kubernetes?", "english")]
    [InlineData("What is the average salary per department?", "english")]
    [InlineData("Combien de jours de congé ai-je ?", "french")]
    [InlineData("Qui connaît Kubernetes ?", "french")]
    [InlineData("Quel est le salaire moyen par service ?", "french")]
    [InlineData("L'employé doit-il prévenir son responsable ?", "french")]
    [InlineData(
        "Der Urlaub wird im Kalender eingetragen und muss genehmigt werden, sonst verfällt er am Jahresende ganz.",
        "simple"
    )]
    [InlineData("Kubernetes PostgreSQL", "simple")]
    [InlineData("", "simple")]
    public void Questions_and_sentences_are_told_apart(string text, string expected) =>
        LanguageDetector.Detect(text).ShouldBe(expected);

    [Fact]
    public void What_the_document_declares_only_decides_when_the_text_does_not()
    {
        LanguageDetector.Detect("Kubernetes PostgreSQL", "fr").ShouldBe("french");
        LanguageDetector.Detect("This is the policy of the company and it applies to all.", "fr").ShouldBe("english");
        LanguageDetector.Detect("Kubernetes PostgreSQL", "de").ShouldBe("simple");
    }

    [Fact]
    public void A_long_text_is_judged_by_more_than_its_cover()
    {
        var cover = string.Concat(Enumerable.Repeat("the of and to in is ", 50));
        var body = string.Concat(
            Enumerable.Repeat("Les salariés peuvent prendre des congés avec leur équipe. ", 5_000)
        );

        LanguageDetector.Detect(cover + body).ShouldBe("french");
    }
}
