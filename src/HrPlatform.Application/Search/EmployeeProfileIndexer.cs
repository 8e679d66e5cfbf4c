using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Employees;
using Microsoft.Extensions.AI;

namespace HrPlatform.Application.Search;

/// <summary>What search has to know of an employee, as of one version of the row.</summary>
public sealed record SearchableProfile(EmployeeId Employee, long Version, string Text);

/// <summary>The searchable profiles of employees.</summary>
public interface IEmployeeProfileStore
{
    /// <summary>Employees whose profile is missing or older than the employee; empty when all are current.</summary>
    Task<IReadOnlyList<SearchableProfile>> ReadOutdatedAsync(int limit, CancellationToken cancellationToken);

    Task SaveAsync(
        IReadOnlyList<SearchableProfile> profiles,
        IReadOnlyDictionary<string, ReadOnlyMemory<float>> vectors,
        string embeddingModel,
        CancellationToken cancellationToken
    );
}

/// <summary>
/// Embeds the profiles (position, department, skills, bio) of employees that have changed. Each batch is saved by itself,
/// and a batch that was saved is no longer outdated: a job that was cut off simply goes on.
/// </summary>
public sealed class EmployeeProfileIndexer(
    IEmployeeProfileStore store,
    IEmbeddingGenerator<string, Embedding<float>> embeddings
) : IJobHandler
{
    public const string JobKind = "embed_employees";
    private const int Batch = 256;

    // Many employees share a profile (same position and department, no skills yet): each text is embedded once.
    private const int RememberedTexts = 20_000;

    public async Task RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var model = embeddings.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId ?? "unknown";
        var known = new Dictionary<string, ReadOnlyMemory<float>>(StringComparer.Ordinal);
        long done = 0;
        while (await store.ReadOutdatedAsync(Batch, cancellationToken) is { Count: > 0 } profiles)
        {
            if (known.Count > RememberedTexts)
                known.Clear();
            var texts = profiles
                .Select(profile => profile.Text)
                .Where(text => !known.ContainsKey(text))
                .Distinct()
                .ToList();
            var vectors = await embeddings.GenerateAsync(texts, cancellationToken: cancellationToken);
            for (var i = 0; i < texts.Count; i++)
                known[texts[i]] = vectors[i].Vector;
            await store.SaveAsync(profiles, known, model, cancellationToken);
            done += profiles.Count;
            await job.ReportAsync(done, total: null, failed: 0, cancellationToken);
        }
    }
}
