namespace HrPlatform.Sdk;

/// <summary>Where the API is, who calls, and how patient the client is.</summary>
public sealed class HrPlatformOptions
{
    /// <summary>Address of the API without the version, e.g. <c>https://hr.example.com</c>.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// A key that starts with <c>hr_live_</c>, or with <c>hr_test_</c> for the sandbox. Its checksum is verified before the
    /// first request.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>How long one attempt may take; 100 seconds unless set. Uploads and downloads have <see cref="TransferTimeout"/>.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long one attempt to send a file may take; 15 minutes unless set.</summary>
    public TimeSpan TransferTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a request that failed in passing is repeated; 4 unless set, 0 for never.</summary>
    public int MaxRetries { get; set; } = 4;

    /// <summary>
    /// The longest wait before the first repetition; it doubles with each, and the actual wait is random below it. Half a
    /// second unless set.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest wait of all, one minute unless set. When the API asks for a longer one in <c>Retry-After</c>, the call
    /// fails at once with <see cref="HrApiException.RetryAfter"/>.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Name and version of the calling application, e.g. <c>payroll/2.1</c>: it stands in the user agent.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>The clock for timeouts and waits; tests replace it.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>What is wrong with these options, for people; empty when nothing is.</summary>
    internal IReadOnlyList<string> FindMistakes()
    {
        List<string> mistakes = [];
        if (BaseAddress is null)
            mistakes.Add("BaseAddress is missing, e.g. https://hr.example.com.");
        else if (!BaseAddress.IsAbsoluteUri || BaseAddress.Scheme is not ("http" or "https"))
            mistakes.Add($"BaseAddress must start with http:// or https://, unlike '{BaseAddress}'.");
        if (string.IsNullOrEmpty(ApiKey))
            mistakes.Add("ApiKey is missing: a key that starts with hr_live_ or hr_test_.");
        else if (ApiKeyText.FindMistake(ApiKey) is { } mistake)
            mistakes.Add($"ApiKey: {mistake}");
        if (Timeout <= TimeSpan.Zero || TransferTimeout <= TimeSpan.Zero)
            mistakes.Add("Timeout and TransferTimeout must be longer than zero.");
        if (MaxRetries < 0)
            mistakes.Add("MaxRetries can't be negative.");
        if (RetryDelay < TimeSpan.Zero || MaxRetryDelay < TimeSpan.Zero)
            mistakes.Add("RetryDelay and MaxRetryDelay can't be negative.");
        return mistakes;
    }
}
