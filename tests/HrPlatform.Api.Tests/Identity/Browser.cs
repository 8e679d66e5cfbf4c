using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>A person's browser as far as pages without script need one: cookies, redirects, forms.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(Uri root, string language = "en")
    {
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = root };
        _client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        Address = root;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Uri Address { get; private set; }

    public HttpStatusCode Status { get; private set; }

    public IHtmlDocument Page { get; private set; } = null!;

    public HttpResponseMessage Response { get; private set; } = null!;

    /// <summary>Where an app's page would be: the browser doesn't go there.</summary>
    public Uri? LeftTo { get; private set; }

    public string Title => Page.QuerySelector("h1")!.TextContent.Trim();

    public string? Problem => Page.QuerySelector("[role=alert]")?.TextContent.Trim();

    public Task OpenAsync(string path) => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Fills the form that has the field, and sends it by its button.</summary>
    public Task SubmitAsync(params (string Name, string Value)[] fields) => SubmitAsync(0, fields);

    /// <summary>As the other one.</summary>
    /// <param name="which">Of several such forms, which one.</param>
    public Task SubmitAsync(int which, params (string Name, string Value)[] fields)
    {
        var forms = Page.QuerySelectorAll("form")
            .OfType<IHtmlFormElement>()
            .Where(form => fields.Length == 0 || form.QuerySelector($"[name={fields[0].Name}]") is not null)
            .ToList();
        var form = forms[which];
        var values = form.QuerySelectorAll("input")
            .OfType<IHtmlInputElement>()
            .ToDictionary(input => input.Name!, input => input.Value, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            values[name] = value;
        var target = new Uri(Address, form.GetAttribute("action") ?? "");
        if (form.GetAttribute("action") is null)
            target = Address;
        return SendAsync(() =>
            new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(values) }
        );
    }

    private async Task SendAsync(Func<HttpRequestMessage> build)
    {
        LeftTo = null;
        var request = build();
        while (true)
        {
            Address = new Uri(_client.BaseAddress!, request.RequestUri!);
            Response = await _client.SendAsync(request, Cancel);
            Status = Response.StatusCode;
            if (Response.Headers.Location is { } location)
            {
                var next = new Uri(Address, location);
                if (next.Authority != _client.BaseAddress!.Authority)
                {
                    LeftTo = next;
                    return;
                }
                request = new HttpRequestMessage(HttpMethod.Get, next);
                continue;
            }
            Page = await new HtmlParser().ParseDocumentAsync(await Response.Content.ReadAsStringAsync(Cancel), Cancel);
            // What a browser does with a page that leads on by itself.
            if (Page.QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content") is { } refresh)
            {
                request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, refresh["0;url=".Length..]));
                continue;
            }
            return;
        }
    }

    public void Dispose() => _client.Dispose();
}
