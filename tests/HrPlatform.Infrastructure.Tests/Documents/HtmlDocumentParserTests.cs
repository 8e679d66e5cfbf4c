using System.Text;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Tests.Documents;

public sealed class HtmlDocumentParserTests
{
    [Fact]
    public async Task What_a_reader_does_not_see_is_left_out()
    {
        var document = await ParseAsync(
            """
            <!doctype html><html lang="fr-FR"><head><title>Site | Remote work</title><style>p{color:red}</style></head>
            <body><nav><a href="/">Home</a></nav><script>track()</script>
            <h1>Remote work</h1><p>Two days a week.<!-- not three --></p>
            <p hidden>secret</p><div style="display: none">secret</div><p aria-hidden="true">secret</p>
            <template><p>secret</p></template><select><option>secret</option></select>
            <footer>secret</footer></body></html>
            """
        );

        document.Text.ShouldBe("Remote work\n\nTwo days a week.");
        document.Title.ShouldBe("Remote work");
        document.Language.ShouldBe("fr");
    }

    [Fact]
    public async Task Headings_lists_and_tables_stay_readable()
    {
        var document = await ParseAsync(
            """
            <h1>Benefits</h1><p>For <b>all</b> em<i>ploy</i>ees.<br>From day one.</p>
            <h2>Health</h2>
            <ul><li>Dental<li>Vision<ol start="3"><li>Glasses</li><li value="7"><p>Lenses</p><p>Twice a year</p></ol></ul>
            <h2>Limits</h2>
            <table><caption>Per year</caption><thead><tr><th>What</th><th>Limit</th></tr></thead>
            <tbody><tr><td>Glasses</td><td>300 €</td></tr><tr><td>Travel<br>cover</td><td> 90 <b>days</b></td></tr></table>
            <dl><dt>HR</dt><dd>Human resources</dd></dl>
            <pre>a
              b</pre>
            """
        );

        document.SectionText("Benefits").ShouldBe("Benefits\n\nFor all employees.\nFrom day one.");
        document
            .SectionText("Health")
            .ShouldBe("Health\n\n- Dental\n- Vision\n  3. Glasses\n  7. Lenses\n    Twice a year");
        document
            .SectionText("Limits")
            .ShouldStartWith(
                "Limits\n\nPer year\nWhat | Limit\nGlasses | 300 €\nTravel cover | 90 days\n\nHR\n  Human resources"
            );
        document.Sections[1].HeadingPath.ShouldBe(["Benefits", "Health"]);
    }

    [Fact]
    public async Task A_table_that_arranges_the_page_is_read_as_text()
    {
        var document = await ParseAsync(
            "<table><tr><td>Menu</td><td><h1>Policy</h1><p>Be kind.</p><p>Be fair.</p></td></tr></table>"
        );

        document.SectionText("Policy").ShouldBe("Policy\n\nBe kind.\n\nBe fair.");
    }

    [Fact]
    public async Task Broken_html_is_read_as_far_as_it_goes()
    {
        var document = await ParseAsync("<p>One<p>Two</div><h2>Three<table><td>Four");

        document.ShouldHoldTogether();
        document.Text.ShouldContain("One\n\nTwo");
        document.Text.ShouldContain("Four");
    }

    [Theory]
    [InlineData("<div>", 100_000)]
    [InlineData("<b>", 100_000)]
    [InlineData("<ul><li>", 50_000)]
    [InlineData("<table><tr><td>", 30_000)]
    [InlineData("<svg>", 50_000)]
    public async Task Deep_nesting_ends_quickly_and_without_a_crash(string tag, int times)
    {
        var html = new StringBuilder().Insert(0, tag, times).Append("text").ToString();
        try
        {
            (await ParseAsync(html)).ShouldHoldTogether();
        }
        catch (DocumentParseException exception)
        {
            exception.Failure.ShouldBeOneOf(DocumentParseFailure.TooComplex, DocumentParseFailure.NoText);
        }
    }

    [Fact]
    public async Task Formatting_that_multiplies_elements_is_refused()
    {
        var html = new StringBuilder("<p>");
        for (var i = 0; i < 100; i++)
            html.Append("<b class=c").Append(i).Append('>');
        html.Insert(html.Length, "<p>x", 20_000);

        var failure = await DocumentTools.FailAsync(
            DocumentFileFormat.Html,
            html.ToString(),
            options => options.MaxElements = 100_000
        );

        failure.Failure.ShouldBe(DocumentParseFailure.TooComplex);
    }

    private static Task<ParsedDocument> ParseAsync(string html) =>
        DocumentTools.ParseAsync(DocumentFileFormat.Html, html);
}
