using System.Net;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Identity;
using MimeKit;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>Users of a tenant, made as users are made: invited, and signed up by the link in their message.</summary>
internal static class Persons
{
    public const string Password = "correct horse battery";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Person> SignUpAsync(this TestTenant tenant, params string[] roles)
    {
        var email = $"person{Guid.CreateVersion7():n}@example.com";
        var invited = (
            await tenant.Client.Post(
                "/v2/users",
                new
                {
                    email,
                    name = "Ada Lovelace",
                    roles = roles.Length == 0 ? ["admin"] : roles,
                }
            )
        ).Expect(HttpStatusCode.Created);
        using var browser = tenant.Browse();
        await browser.OpenAsync(LinkIn(await tenant.Fixture.LastMessageAsync(email)));
        await browser.SubmitAsync(("password", Password));
        browser.Title.ShouldBe("Sign in");
        return new Person(tenant, invited.Id, email);
    }

    public static Browser Browse(this TestTenant tenant, string language = "en") =>
        new(tenant.Fixture.BaseAddress, language);

    public static async Task<Browser> SignInAsync(this Person person, string language = "en")
    {
        var browser = person.Tenant.Browse(language);
        await browser.OpenAsync($"/account/{person.Tenant.Tenant.Slug}/login");
        await browser.SubmitAsync(("email", person.Email), ("password", Password));
        return browser;
    }

    /// <summary>The newest message to the address.</summary>
    public static async Task<string> LastMessageAsync(this ApiFixture api, string email)
    {
        foreach (
            var file in Directory.EnumerateFiles(api.MessagesFolder, "*.eml").OrderDescending(StringComparer.Ordinal)
        )
        {
            using var message = await MimeMessage.LoadAsync(file, Cancel);
            if (message.To.Mailboxes.Any(to => to.Address == email))
                return message.TextBody!;
        }
        throw new InvalidOperationException($"There is no message to {email}.");
    }

    public static int CountMessages(this ApiFixture api, string email) =>
        Directory.EnumerateFiles(api.MessagesFolder, "*.eml").Count(file => File.ReadAllText(file).Contains(email));

    public static string LinkIn(string message) =>
        new Uri(
            message.Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal)).Trim()
        ).PathAndQuery;

    public static UserId IdOf(Person person)
    {
        TypeId.TryParse(UserId.Prefix, person.Id, out var id).ShouldBeTrue();
        return new UserId(id);
    }

    /// <summary>The present code of an authenticator app (RFC 6238).</summary>
    public static string Totp(string key, int stepsAhead = 0)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.Select(c => Convert.ToString(Alphabet.IndexOf(c), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2));
        var step = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30 + stepsAhead;
        var counter = BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(step));
#pragma warning disable CA5350 // What RFC 6238 says, and authenticator apps do.
        var hash = HMACSHA1.HashData(secret.ToArray(), counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xF;
        var number =
            ((hash[offset] & 0x7F) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return (number % 1_000_000).ToString("D6");
    }
}

internal sealed record Person(TestTenant Tenant, string Id, string Email);

/// <summary>An app that acts for users, and what it keeps while it asks for a code.</summary>
internal sealed record App(TestTenant Tenant, string ClientId, string? Secret)
{
    public const string Callback = "https://planner.example/signed-in";

    public string Verifier { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public string Challenge =>
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static async Task<App> RegisterAsync(
        TestTenant tenant,
        string type = "web",
        HttpClient? registrar = null,
        params string[] scopes
    )
    {
        var registered = (
            await (registrar ?? tenant.Client).Post(
                "/v2/oauth-clients",
                new
                {
                    name = "Shift planner",
                    type,
                    scopes = scopes.Length == 0 ? ["employees:read", "users:manage"] : scopes,
                    redirectUris = new[] { Callback },
                    postLogoutRedirectUris = new[] { "https://planner.example/bye" },
                }
            )
        ).Expect(HttpStatusCode.Created);
        return new App(tenant, (string)registered["client"]!["id"]!, (string?)registered["secret"]);
    }

    /// <summary>Where the app sends the browser.</summary>
    public string AuthorizePath(params (string Name, string? Value)[] changes)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = ClientId,
            ["redirect_uri"] = Callback,
            ["response_type"] = "code",
            ["scope"] = "openid profile email offline_access employees:read",
            ["state"] = "the-state",
            ["nonce"] = "the-nonce",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            query[name] = value;
        return "/connect/authorize?"
            + string.Join(
                '&',
                query
                    .Where(pair => pair.Value is not null)
                    .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}")
            );
    }

    /// <summary>The parameters with which the browser was sent back.</summary>
    public static Dictionary<string, string> Answer(Browser browser)
    {
        var left = browser.LeftTo.ShouldNotBeNull(browser.Page?.DocumentElement.OuterHtml);
        left.GetLeftPart(UriPartial.Path).ShouldBe(Callback);
        return left
            .Query.TrimStart('?')
            .Split('&')
            .Select(pair => pair.Split('='))
            .ToDictionary(
                pair => pair[0],
                pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')),
                StringComparer.Ordinal
            );
    }

    /// <summary>A code, with the user's consent.</summary>
    public async Task<string> CodeAsync(Browser browser, params (string Name, string? Value)[] changes)
    {
        await browser.OpenAsync(AuthorizePath(changes));
        if (browser.LeftTo is null)
            await browser.SubmitAsync(("decision", "allow"));
        return Answer(browser)["code"];
    }

    public Task<Answer> ExchangeAsync(string code, string? verifier = null) =>
        TokenAsync(
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", Callback),
            ("code_verifier", verifier ?? Verifier)
        );

    public Task<Answer> RefreshAsync(string refreshToken) =>
        TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>Tokens for the user.</summary>
    public async Task<Answer> TokensAsync(Person person)
    {
        using var browser = await person.SignInAsync();
        return (await ExchangeAsync(await CodeAsync(browser))).Expect(HttpStatusCode.OK);
    }

    public Task<Answer> TokenAsync(params (string Name, string Value)[] fields) => FormAsync("/connect/token", fields);

    public async Task<Answer> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var client = Tenant.Fixture.CreateClient();
        return await client.FormAsync(
            path,
            [("client_id", ClientId), .. Secret is null ? [] : new[] { ("client_secret", Secret) }, .. fields]
        );
    }
}
