using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace HrPlatform.Api.Tests.Processes;

/// <summary>
/// The API as a process of its own, so that it can be killed. Keys and tenants come from a <see cref="TestHost"/> over the
/// same database.
/// </summary>
public sealed partial class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ApiProcess(Process process) => _process = process;

    public Uri BaseAddress { get; private set; } = null!;

    public int Id => _process.Id;

    /// <summary>What it has written so far.</summary>
    public string Log => string.Join(Environment.NewLine, _output);

    /// <summary>With a key; requests end with an error when the process does.</summary>
    public HttpClient CreateClient(string apiKey)
    {
        var client = new HttpClient { BaseAddress = BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return client;
    }

    /// <summary>Returns when the process says that it is ready.</summary>
    public async Task WaitUntilReadyAsync(int seconds = 120)
    {
        using var client = new HttpClient { BaseAddress = BaseAddress };
        await Eventually.GetAsync(
            async () =>
            {
                if (_process.HasExited)
                    throw new InvalidOperationException("The process ended:" + Environment.NewLine + Log);
                using var answer = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
                return answer.StatusCode;
            },
            status => status == HttpStatusCode.OK,
            seconds
        );
    }

    /// <summary>Returns when the process serves requests.</summary>
    /// <param name="files">The folder of stored files; shared by all processes over the same database.</param>
    public static async Task<ApiProcess> StartAsync(
        TestDatabase database,
        string files,
        params (string Key, string Value)[] settings
    )
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "HrPlatform.Api.dll")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        (string Key, string Value)[] all =
        [
            ("ConnectionStrings:Platform", database.ConnectionString + ";Pooling=true"),
            ("Files:Root", files),
            ("Messages:Folder", Path.Combine(files, "messages")),
            ("urls", "http://127.0.0.1:0"),
            ("Logging:LogLevel:Default", "Warning"),
            ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"),
            .. settings,
        ];
        foreach (var (key, value) in all)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var api = new ApiProcess(process);
        process.OutputDataReceived += (_, line) => api.Read(line.Data);
        process.ErrorDataReceived += (_, line) => api.Read(line.Data);
        process.Exited += (_, _) => api.Fail("The process ended before it served requests.");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            api.BaseAddress = await api._listening.Task.WaitAsync(StartTimeout);
            return api;
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Groups["url"].Value));
    }

    private void Fail(string reason) =>
        _listening.TrySetException(new InvalidOperationException(reason + Environment.NewLine + Log));

    [GeneratedRegex(
        @"Now listening on: (?<url>http://\S+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Listening();
}
