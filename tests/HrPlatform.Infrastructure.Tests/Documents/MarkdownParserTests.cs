using System.Text;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Tests.Documents;

public sealed class MarkdownParserTests
{
    [Fact]
    public async Task Front_matter_gives_title_and_language_and_is_not_part_of_the_text()
    {
        var document = await ParseFixtureAsync("leave-policy.md");

        document.Title.ShouldBe("Leave policy 2026");
        document.Language.ShouldBe("en");
        document.Text.ShouldStartWith("Leave policy\n\nThis policy applies");
        document.Text.ShouldNotContain("tags");
    }

    [Fact]
    public async Task Headings_become_sections_with_their_path()
    {
        var document = await ParseFixtureAsync("leave-policy.md");

        document
            .Sections.Select(section => (string.Join(" > ", section.HeadingPath), section.Level))
            .ShouldBe([
                ("Leave policy", 1),
                ("Leave policy > Annual leave", 2),
                ("Leave policy > Sick leave", 2),
                ("Leave policy > Notes", 2),
            ]);
    }

    [Fact]
    public async Task Markup_is_dropped_and_lists_keep_their_shape()
    {
        var document = await ParseFixtureAsync("leave-policy.md");

        document
            .SectionText("Annual leave")
            .ShouldBe(
                """
                Annual leave

                Full-time employees earn 25 days a year, part-time employees in proportion. Ask your manager, e.g. in your weekly meeting, at least two weeks ahead.

                - Leave is booked in the calendar.
                - Up to five days carry over:
                  1. until the end of March,
                  2. with the approval of your manager.
                - [x] Sick days do not count as leave.
                """
            );
    }

    [Fact]
    public async Task Tables_are_rows_and_footnotes_are_kept()
    {
        var document = await ParseFixtureAsync("leave-policy.md");

        document
            .SectionText("Sick leave")
            .ShouldBe(
                """
                Sick leave

                Length | Certificate | Who to tell
                1 day | no | your manager
                4 days | yes | your manager and HR

                Pay goes on for six weeks.[1]
                """
            );
        document.Text.ShouldEndWith("[1] Longer for employees with more than ten years of service.");
    }

    [Fact]
    public async Task Code_keeps_its_spaces_and_html_is_read_without_scripts()
    {
        var document = await ParseFixtureAsync("leave-policy.md");

        document.SectionText("Notes").ShouldContain("INSERT INTO leave   VALUES (1)");
        document.SectionText("Notes").ShouldContain("Offices | Lyon\nFounded | 2009");
        document.Text.ShouldNotContain("never shown");
    }

    [Fact]
    public async Task The_first_heading_is_the_title_and_the_file_name_its_fallback()
    {
        (await ParseFixtureAsync("teletravail.md")).Title.ShouldBe("Charte du télétravail");
        (
            await DocumentTools.ParseAsync(DocumentFileFormat.Markdown, "Text", "dir/welcome_letter-2026.md")
        ).Title.ShouldBe("welcome letter-2026");
        (await DocumentTools.ParseAsync(DocumentFileFormat.Markdown, "Some text\n\nMore")).Title.ShouldBe("Some text");
    }

    [Fact]
    public async Task Text_before_the_first_heading_is_a_section_without_heading()
    {
        var document = await DocumentTools.ParseAsync(DocumentFileFormat.Markdown, "Intro\n\n## Later\n\nMore");

        document.Sections[0].Heading.ShouldBeEmpty();
        document.Sections[0].Level.ShouldBe(0);
        document.Sections[1].HeadingPath.ShouldBe(["Later"]);
    }

    [Fact]
    public async Task All_fixtures_hold_together()
    {
        DocumentTools.FixtureNames().Count.ShouldBeGreaterThan(3);
        foreach (var name in DocumentTools.FixtureNames())
            (await ParseFixtureAsync(name)).ShouldHoldTogether();
    }

    [Fact]
    public async Task Hand_made_line_breaks_stay()
    {
        var document = await ParseFixtureAsync("no-heading.md");

        document.Text.ShouldEndWith("It only has paragraphs, and a line\nthat is broken by hand.");
        document.Sections.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("*a _b ")]
    [InlineData("<div>")]
    public async Task Deep_nesting_is_refused_or_read_but_never_fatal(string level)
    {
        var markdown = new StringBuilder().Insert(0, level, 20_000).Append("text").ToString();
        try
        {
            (await DocumentTools.ParseAsync(DocumentFileFormat.Markdown, markdown)).ShouldHoldTogether();
        }
        catch (DocumentParseException exception)
        {
            exception.Failure.ShouldBe(DocumentParseFailure.TooComplex);
        }
    }

    [Fact]
    public async Task Text_that_is_too_long_is_refused()
    {
        var failure = await DocumentTools.FailAsync(
            DocumentFileFormat.Markdown,
            "# A\n\n" + new string('x', 2_000),
            options => options.MaxTextCharacters = 1_000
        );

        failure.Failure.ShouldBe(DocumentParseFailure.TooLarge);
        failure.Message.ShouldBe(
            "The document has more than 1,000 characters of text. Split it into smaller documents."
        );
    }

    private static Task<ParsedDocument> ParseFixtureAsync(string name) =>
        DocumentTools.ParseAsync(DocumentFileFormat.Markdown, DocumentTools.Fixture(name), name);
}
