using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace HrPlatform.Api.Tests.Processes;

/// <summary>A request that changes something, under an idempotency key of its own.</summary>
/// <param name="Body">Made anew for each attempt.</param>
public sealed record Write(string Path, Func<HttpContent> Body, Action<JsonElement> Answered)
{
    public string Key { get; } = Guid.CreateVersion7().ToString("n");

    /// <summary>As it was acknowledged; null until then.</summary>
    public string? Answer { get; set; }
}

/// <summary>
/// Sends writes to a process that may die at any moment: what was not answered waits and is sent again to the next process
/// under the same key.
/// </summary>
public sealed class Writes(string apiKey, int parallel)
{
    private readonly ConcurrentQueue<Write> _waiting = new();
    private readonly ConcurrentQueue<Write> _answered = new();
    private int _cutOff;
    private int _replayed;

    public IReadOnlyCollection<Write> Answered => _answered;

    /// <summary>How often a write was cut off by the death of the process.</summary>
    public int CutOff => _cutOff;

    /// <summary>How many of those had been done nevertheless: the repeated request got the stored answer.</summary>
    public int Replayed => _replayed;

    public int Waiting => _waiting.Count;

    public void Add(Write write) => _waiting.Enqueue(write);

    /// <summary>Ends when all waiting writes were answered, or when the process is gone.</summary>
    public Task SendAsync(ApiProcess process) =>
        Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => SendOneAfterTheOtherAsync(process)));

    /// <summary>Sends all acknowledged writes again: each must get the answer that it got before.</summary>
    public async Task RepeatAllAsync(ApiProcess process)
    {
        using var client = process.CreateClient(apiKey);
        foreach (var write in _answered)
        {
            using var response = await TrySendAsync(client, write);
            response.Headers.Contains("Idempotency-Replayed").ShouldBeTrue(write.Path);
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(write.Answer);
        }
    }

    private async Task SendOneAfterTheOtherAsync(ApiProcess process)
    {
        using var client = process.CreateClient(apiKey);
        while (_waiting.TryDequeue(out var write))
        {
            try
            {
                using var response = await SendUntilFreeAsync(client, write);
                write.Answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (response.Headers.Contains("Idempotency-Replayed"))
                    Interlocked.Increment(ref _replayed);
            }
            catch (Exception gone) when (gone is HttpRequestException { StatusCode: null } or IOException)
            {
                Interlocked.Increment(ref _cutOff);
                _waiting.Enqueue(write);
                return;
            }
            write.Answered(JsonDocument.Parse(write.Answer).RootElement);
            _answered.Enqueue(write);
        }
    }

    /// <summary>The server may still be ending what the dead process began under this key: it says so.</summary>
    private static Task<HttpResponseMessage> SendUntilFreeAsync(HttpClient client, Write write) =>
        Eventually.GetAsync(() => TrySendAsync(client, write), response => response.IsSuccessStatusCode);

    private static async Task<HttpResponseMessage> TrySendAsync(HttpClient client, Write write)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, write.Path) { Content = write.Body() };
        request.Headers.Add("Idempotency-Key", write.Key);
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.IsSuccessStatusCode)
            return response;
        var problem = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict, problem);
        problem.ShouldContain("idempotency-key-in-use", customMessage: problem);
        return response;
    }
}
