using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using HrPlatform.Api.Tests.Processes;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>Chromium without a window, driven by its DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] _places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly CancellationTokenSource _end = new();
    private Task _reading = Task.CompletedTask;
    private string? _session;
    private int _number;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The program; null when this machine has none.</summary>
    public static string? Program => _places.FirstOrDefault(File.Exists);

    /// <summary>What pages complained about: script errors and what their content security policy refused.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public static async Task<Chromium> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("hr-test-chromium-").FullName;
        var process = Process.Start(
            new ProcessStartInfo(
                Program!,
                [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--lang=en",
                    "--remote-debugging-port=0",
                    $"--user-data-dir={profile}",
                    "about:blank",
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var browser = new Chromium(process, profile);
        try
        {
            var file = Path.Combine(profile, "DevToolsActivePort");
            var lines = await Eventually.GetAsync(
                async () => File.Exists(file) ? await File.ReadAllLinesAsync(file, Cancel) : [],
                lines => lines.Length >= 2
            );
            await browser.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"));
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public async Task OpenAsync(Uri address)
    {
        await SendAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() });
        await WaitForAsync("document.readyState === 'complete'");
    }

    /// <summary>Waits until the expression holds in the page.</summary>
    public async Task WaitForAsync(string expression)
    {
        try
        {
            await Eventually.GetAsync(() => EvaluateAsync($"!!({expression})"), value => value == "true", seconds: 30);
        }
        catch (TimeoutException late)
        {
            var page = await EvaluateAsync("location.href + ' ' + document.body.innerText");
            throw new TimeoutException($"{expression} does not hold on {page} {string.Join(' ', Complaints)}", late);
        }
    }

    /// <summary>The value of an expression in the page, as JSON; null while pages change.</summary>
    public async Task<string?> EvaluateAsync(string expression)
    {
        var answer = await SendAsync(
            "Runtime.evaluate",
            new JsonObject
            {
                ["expression"] = expression,
                ["returnByValue"] = true,
                ["awaitPromise"] = true,
            },
            mayFail: true
        );
        return answer["result"]?["result"]?["value"]?.ToJsonString();
    }

    /// <summary>Types into the focused field, as a keyboard does.</summary>
    public Task TypeAsync(string text) => SendAsync("Input.insertText", new JsonObject { ["text"] = text });

    public async Task PressAsync(string key, int code)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            var press = new JsonObject
            {
                ["type"] = type,
                ["key"] = key,
                ["code"] = key,
                ["windowsVirtualKeyCode"] = code,
            };
            if (key == "Enter" && type == "keyDown")
                press["text"] = "\r";
            await SendAsync("Input.dispatchKeyEvent", press);
        }
    }

    /// <summary>A device in the machine that makes and uses passkeys without asking anybody.</summary>
    public async Task AddPasskeyDeviceAsync()
    {
        await SendAsync("WebAuthn.enable", []);
        await SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new JsonObject
            {
                ["options"] = new JsonObject
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _reading;
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The connection ends with the browser.
        }
        _socket.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _end.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task ConnectAsync(Uri address)
    {
        await _socket.ConnectAsync(address, Cancel);
        _reading = ReadAsync();
        var target = await SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var attached = await SendAsync(
            "Target.attachToTarget",
            new JsonObject { ["targetId"] = (string)target["result"]!["targetId"]!, ["flatten"] = true }
        );
        _session = (string)attached["result"]!["sessionId"]!;
        foreach (var domain in new[] { "Page", "Runtime", "Log" })
            await SendAsync($"{domain}.enable", []);
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters, bool mayFail = false)
    {
        var id = Interlocked.Increment(ref _number);
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        var message = new JsonObject
        {
            ["id"] = id,
            ["method"] = method,
            ["params"] = parameters,
        };
        if (_session is not null)
            message["sessionId"] = _session;
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(message.ToJsonString()),
            WebSocketMessageType.Text,
            endOfMessage: true,
            Cancel
        );
        var result = await answer.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        if (!mayFail && result["error"] is { } error)
            throw new InvalidOperationException($"{method}: {error}");
        return result;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (!_end.IsCancellationRequested)
        {
            var part = await _socket.ReceiveAsync(buffer, _end.Token);
            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
                continue;
            var node = JsonNode.Parse(message.ToArray())!;
            message.SetLength(0);
            if (node["id"] is { } id && _waiting.TryRemove((int)id, out var waiting))
                waiting.TrySetResult(node);
            else if ((string?)node["method"] is "Runtime.exceptionThrown" or "Log.entryAdded")
                Complaints.Enqueue(node["params"]!.ToJsonString());
        }
    }
}
