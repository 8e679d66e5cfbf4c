using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>An issuer on loopback whose tokens can be wrong in every way that a real one's never are.</summary>
internal sealed class StubIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private RSA _key = RSA.Create(2048);
    private int _keyNumber = 1;

    private StubIssuer(WebApplication app) => _app = app;

    public string Issuer { get; private set; } = "";

    /// <summary>How often somebody asked for the keys.</summary>
    public int KeyRequests { get; private set; }

    public string KeyId => $"key-{_keyNumber}";

    public static async Task<StubIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new StubIssuer(app);
        app.MapGet(
            "/.well-known/openid-configuration",
            () => Results.Json(new { issuer = issuer.Issuer, jwks_uri = issuer.Issuer + "/keys" })
        );
        app.MapGet("/keys", () => Results.Text(issuer.Keys(), "application/json"));
        await app.StartAsync();
        issuer.Issuer = app.Urls.Single();
        return issuer;
    }

    /// <summary>From now on it signs with another key.</summary>
    public void Rotate()
    {
        _key = RSA.Create(2048);
        _keyNumber++;
    }

    public Dictionary<string, object> Claims(string subject, string audience) =>
        new(StringComparer.Ordinal)
        {
            ["iss"] = Issuer,
            ["aud"] = audience,
            ["sub"] = subject,
            ["email"] = $"{subject}@example.com",
            ["email_verified"] = true,
            ["name"] = "Grace Hopper",
            ["groups"] = new[] { "everybody", "hr-team" },
            ["iat"] = Seconds(0),
            ["exp"] = Seconds(300),
        };

    public static long Seconds(int fromNow) => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + fromNow;

    /// <summary>Signed as an issuer signs.</summary>
    public string Sign(Dictionary<string, object> claims, RSA? key = null, string? keyId = null) =>
        Sign(
            claims,
            new SigningCredentials(
                new RsaSecurityKey(key ?? _key) { KeyId = keyId ?? KeyId },
                SecurityAlgorithms.RsaSha256
            )
        );

    public static string Sign(Dictionary<string, object> claims, SigningCredentials credentials) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            System.Text.Json.JsonSerializer.Serialize(claims),
            credentials
        );

    /// <summary>Says that it is not signed.</summary>
    public static string Unsigned(Dictionary<string, object> claims) =>
        $"{Part("""{"alg":"none","typ":"JWT"}""")}.{Part(System.Text.Json.JsonSerializer.Serialize(claims))}.";

    /// <summary>Signed by a shared secret that everybody knows: the published key.</summary>
    public string SignedWithThePublicKey(Dictionary<string, object> claims)
    {
        var head = Part($$"""{"alg":"HS256","typ":"JWT","kid":"{{KeyId}}"}""");
        var body = Part(System.Text.Json.JsonSerializer.Serialize(claims));
        var secret = Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem());
        var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{head}.{body}"));
        return $"{head}.{body}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private string Keys()
    {
        KeyRequests++;
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(_key.ExportParameters(includePrivateParameters: false)) { KeyId = KeyId }
        );
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["kid"] = KeyId,
                    ["n"] = key.N,
                    ["e"] = key.E,
                }
            ),
        }.ToJsonString();
    }

    private static string Part(string text) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
