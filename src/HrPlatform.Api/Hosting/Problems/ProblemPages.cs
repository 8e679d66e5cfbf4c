using System.Net;
using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Api.Hosting.Problems;

/// <summary>The pages that a problem's <c>type</c> points at.</summary>
internal static class ProblemPages
{
    public static void MapProblemPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/problems", () => Page("Problems", IndexBody())).AllowAnonymous().ExcludeFromDescription();
        endpoints
            .MapGet(
                "/problems/{code}",
                (string code) =>
                    ProblemCatalog.All.TryGetValue(code, out var problem)
                        ? Page(problem.Code, BodyOf(problem))
                        : throw ProblemException.NotFound("problem of this code")
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static string IndexBody() =>
        "<ul>"
        + string.Concat(
            ProblemCatalog
                .All.Values.OrderBy(problem => problem.Status)
                .ThenBy(problem => problem.Code, StringComparer.Ordinal)
                .Select(problem =>
                    $"<li>{problem.Status} <a href=\"/problems/{problem.Code}\">{problem.Code}</a>: {Html(problem.Title)}</li>"
                )
        )
        + "</ul>";

    private static string BodyOf(ProblemCode problem) =>
        $"<p>Status <strong>{problem.Status}</strong></p><p>{Html(problem.Title)}</p><p>{Html(problem.Explanation)}</p><p><a href=\"/problems\">All problems</a></p>";

    private static IResult Page(string title, string body) =>
        Results.Content(
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Html(title)}} · HrPlatform</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem }
            </style>
            </head>
            <body><main><h1>{{Html(title)}}</h1>{{body}}</main></body>
            </html>
            """,
            "text/html; charset=utf-8"
        );

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
