using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace HrPlatform.Api.Tests.Processes;

/// <summary>Waits on conditions, never on time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(25);

    /// <summary>The value as soon as it is as wanted.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> wanted, int seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (wanted(value))
                return value;
            if (watch.Elapsed.TotalSeconds > seconds)
                throw new TimeoutException($"After {seconds} s the condition does not hold; last value: {value}");
            await Task.Delay(Between, TestContext.Current.CancellationToken);
        }
    }

    public static Task BeTrueAsync(Func<bool> condition, int seconds = 60) =>
        GetAsync(() => Task.FromResult(condition()), holds => holds, seconds);

    /// <summary>The job once it has ended, however it ended.</summary>
    public static Task<JsonElement> JobEndAsync(HttpClient client, string job, int seconds = 60) =>
        GetAsync(
            () => client.GetFromJsonAsync<JsonElement>($"/v2/jobs/{job}", TestContext.Current.CancellationToken),
            state => state.GetProperty("status").GetString() is "succeeded" or "failed" or "cancelled",
            seconds
        );
}
