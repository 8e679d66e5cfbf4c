using System.Text.Json;
using HrPlatform.Sdk.V2;
using Refit;

namespace HrPlatform.Sdk;

/// <summary>Many employees at once, from CSV.</summary>
public class ImportsClient
{
    private readonly IImportsApi _api;
    private readonly JobsClient _jobs;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    /// <param name="jobs">Where the import's job is asked for.</param>
    public ImportsClient(IImportsApi api, JobsClient jobs)
    {
        _api = api;
        _jobs = jobs;
    }

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected ImportsClient() { }
#pragma warning restore CS8618

    /// <summary>Shows how a file would be read, with the mistakes of its first rows. Nothing is stored.</summary>
    /// <param name="content">CSV, plain or gzip.</param>
    /// <param name="fileName">The file's name.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Preview> PreviewAsync(
        Stream content,
        string fileName,
        ImportOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        _api.PreviewImportAsync(
            new StreamPart(content, fileName, "text/csv"),
            mapping: MappingOf(options),
            delimiter: options?.Delimiter?.ToString(),
            dateFormat: options?.DateFormat,
            cancellationToken: cancellationToken
        );

    /// <summary>Sends a file; the import goes on at the server, whether or not anybody waits.</summary>
    /// <param name="content">CSV, plain or gzip. One that can be rewound is sent again when the connection breaks.</param>
    /// <param name="fileName">The file's name.</param>
    /// <param name="options">How to read it, and what to do about rows with mistakes.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <returns>The import, to wait for.</returns>
    public virtual async Task<JobHandle> StartAsync(
        Stream content,
        string fileName,
        ImportOptions? options = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    )
    {
        var job = await _api.StartImportAsync(
                new StreamPart(content, fileName, "text/csv"),
                mapping: MappingOf(options),
                delimiter: options?.Delimiter?.ToString(),
                dateFormat: options?.DateFormat,
                mode: options?.SkipBadRows switch
                {
                    true => "best_effort",
                    false => "all_or_nothing",
                    null => null,
                },
                createMissing: options?.CreateMissing,
                unknownManager: options?.RejectUnknownManagers switch
                {
                    true => "reject",
                    false => "warn",
                    null => null,
                },
                dryRun: options?.DryRun,
                idempotencyKey: idempotencyKey,
                cancellationToken: cancellationToken
            )
            .ConfigureAwait(false);
        return new JobHandle(_jobs, job.Id);
    }

    private static string? MappingOf(ImportOptions? options) =>
        options?.Mapping is { } mapping ? JsonSerializer.Serialize(mapping) : null;
}

/// <summary>How to read a file of employees, and what to do about rows with mistakes. What is left out, the API decides.</summary>
public sealed record ImportOptions
{
    /// <summary>The file's columns and the fields that they hold, e.g. <c>["Mail"] = "email"</c>. Columns that it doesn't name are not used.</summary>
    public IReadOnlyDictionary<string, string>? Mapping { get; init; }

    /// <summary>What stands between the columns; found out when left out.</summary>
    public char? Delimiter { get; init; }

    /// <summary>How dates are written, e.g. <c>dd/MM/yyyy</c>; <c>yyyy-MM-dd</c> when left out.</summary>
    public string? DateFormat { get; init; }

    /// <summary>Import the rows without mistakes; otherwise one mistake and nothing is imported.</summary>
    public bool? SkipBadRows { get; init; }

    /// <summary>Create departments, positions and skills that don't exist; otherwise rows that name unknown ones have mistakes.</summary>
    public bool? CreateMissing { get; init; }

    /// <summary>A manager who is neither in the file nor known is a mistake; otherwise a warning.</summary>
    public bool? RejectUnknownManagers { get; init; }

    /// <summary>Check everything, write nothing.</summary>
    public bool? DryRun { get; init; }
}
