using System.Text.Json.Serialization;

namespace HrPlatform.Sdk;

/// <summary>Problem details (RFC 9457) as the API writes them.</summary>
public sealed record Problem
{
    /// <summary>A page that explains the problem.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>Short, the same for every occurrence of the problem.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    [JsonPropertyName("status")]
    public int? Status { get; init; }

    /// <summary>What happened this time, and what to change.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    /// <summary>Stable name of the problem, to decide by.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>The id to name when asking about the request.</summary>
    [JsonPropertyName("requestId")]
    public string? RequestId { get; init; }

    /// <summary>What is wrong with which field, all at once.</summary>
    [JsonPropertyName("errors")]
    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>The names of the limits that were reached; only of a 429.</summary>
    [JsonPropertyName("violated-policies")]
    public IReadOnlyList<string>? ViolatedPolicies { get; init; }
}

/// <summary>What is wrong with one field.</summary>
public sealed record FieldError
{
    /// <summary>JSON pointer into the body, e.g. <c>/email</c>, or the parameter's name.</summary>
    [JsonPropertyName("pointer")]
    public string Pointer { get; init; } = "";

    /// <summary>Stable name of the mistake.</summary>
    [JsonPropertyName("code")]
    public string Code { get; init; } = "";

    /// <summary>What to change.</summary>
    [JsonPropertyName("message")]
    public string Message { get; init; } = "";
}
