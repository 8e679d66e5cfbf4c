using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Application.Jobs;

/// <summary>A kind of job and who may see its jobs.</summary>
/// <param name="Name">Stable, lower snake case; what the API shows as <c>kind</c>.</param>
/// <param name="ReadScope">A caller without this scope doesn't see jobs of the kind.</param>
/// <param name="ManageScope">What cancelling and retrying need besides.</param>
public sealed record JobKind(string Name, string ReadScope, string ManageScope)
{
    /// <summary>After so many failures in a row the job has failed for good, until somebody asks for another try.</summary>
    public int MaxFailures { get; init; } = 5;

    /// <summary>Nobody waits for it: one worker of each process stays free of such jobs.</summary>
    public bool IsBackground { get; init; }
}

/// <summary>Kinds whose jobs have resources of their own beside them.</summary>
public static class JobKindNames
{
    public const string ImportEmployees = "import_employees";
    public const string ExportEmployees = "export_employees";
}

/// <summary>The kinds of jobs for which this program has a handler.</summary>
public sealed class JobKinds(IEnumerable<JobKind> kinds)
{
    private readonly Dictionary<string, JobKind> _byName = kinds.ToDictionary(
        kind => kind.Name,
        StringComparer.Ordinal
    );

    public IReadOnlyCollection<JobKind> All => _byName.Values;

    /// <summary>Whether a job of this kind would be run.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    public JobKind? Find(string name) => _byName.GetValueOrDefault(name);
}

public static class JobRegistration
{
    /// <summary>Lets jobs of the kind be run by <typeparamref name="THandler"/>, in a scope of its own for each run.</summary>
    public static IServiceCollection AddJobHandler<THandler>(this IServiceCollection services, JobKind kind)
        where THandler : class, IJobHandler
    {
        services.AddSingleton(kind);
        services.AddKeyedScoped<IJobHandler, THandler>(kind.Name);
        return services;
    }
}
