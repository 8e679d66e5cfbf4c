using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Documents;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Imports;
using HrPlatform.Application.Jobs;
using HrPlatform.Application.Organization;
using HrPlatform.Application.Skills;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Jobs;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Api.Demo;

/// <summary>
/// With <c>HR_DEMO=1</c>: a tenant <c>demo</c> with the company that ships in <c>data/demo</c>, and a key in the file that
/// <c>HR_DEMO_KEY_FILE</c> names. It goes through the same use cases as a customer's data; each step that is done already
/// is left out, so that a start that was cut off goes on at the next one. Of several processes on one database one does it,
/// and the others wait for it.
/// </summary>
internal sealed class DemoCompany(
    IServiceScopeFactory scopes,
    DemoProgress progress,
    DemoExamples examples,
    IPlatformLocks locks,
    IApiKeyAuthenticator authenticator,
    IConfiguration configuration
) : BackgroundService
{
    private const string Slug = "demo";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(300);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "data", "demo");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        progress.Say("Looking for the demo company");
        await using var seeding = await locks.TakeAsync("demo-company", stoppingToken);
        var place = await EnsureTenantAsync(stoppingToken);
        await EnsureKeyAsync(place, stoppingToken);
        await EnsureEmployeesAsync(place, stoppingToken);
        await EnsureHandbookAsync(place, stoppingToken);
        await examples.PrepareAsync(place, stoppingToken);
        progress.Finish();
    }

    private async Task<TenantPlace> EnsureTenantAsync(CancellationToken cancellationToken)
    {
        if (await FindTenantAsync(cancellationToken) is { } known)
            return known;

        progress.Say("Creating the demo tenant");
        var platform = new Caller(
            Guid.Empty,
            "system",
            Tenant: null,
            "platform",
            new HashSet<string>(StringComparer.Ordinal) { Scopes.TenantsManage }
        );
        await scopes.SendAsync(
            platform,
            new ProvisionTenant(Slug, "Ardenvale (demo)", "enterprise", "en"),
            cancellationToken
        );
        return (await FindTenantAsync(cancellationToken))!;
    }

    private async Task<TenantPlace?> FindTenantAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ITenantCatalogue>()
            .FindAsync(Slug, TenantEnvironment.Live, cancellationToken);
    }

    private async Task EnsureKeyAsync(TenantPlace place, CancellationToken cancellationToken)
    {
        if (configuration["HR_DEMO_KEY_FILE"] is not { Length: > 0 } file)
            return;
        if (File.Exists(file) && await OpensDemoAsync(file, place, cancellationToken))
            return;

        var created = await scopes.SendAsync(
            Caller.System(place),
            new CreateApiKey(
                "Demo key",
                [.. Scopes.OfTenant.Order(StringComparer.Ordinal)],
                ExpiresAt: null,
                TenantEnvironment.Live
            ),
            cancellationToken
        );
        await WriteKeyAsync(file, created.Secret.Text, cancellationToken);
    }

    /// <summary>Whether the stored key is still there, is the demo tenant's and may do all that a key can.</summary>
    private async Task<bool> OpensDemoAsync(string file, TenantPlace place, CancellationToken cancellationToken)
    {
        var presented = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        try
        {
            return await authenticator.AuthenticateAsync(presented, cancellationToken) is { Tenant: { } tenant } caller
                && tenant.TenantId == place.TenantId
                && tenant.Environment == place.Environment
                && Scopes.OfTenant.All(caller.Has);
        }
        catch (ProblemException suspended) when (suspended.Problem == ProblemCatalog.TenantSuspended)
        {
            // A new key of the demo tenant would open no more.
            progress.Say("The key in the key file belongs to a suspended tenant");
            return true;
        }
    }

    private static async Task WriteKeyAsync(string file, string secret, CancellationToken cancellationToken)
    {
        // Under another name first: a reader never finds half a key.
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        await using (var writer = new StreamWriter(draft, options))
            await writer.WriteAsync(secret.AsMemory(), cancellationToken);
        File.Move(draft, file, overwrite: true);
    }

    private async Task EnsureEmployeesAsync(TenantPlace place, CancellationToken cancellationToken)
    {
        var caller = Caller.System(place);
        var jobs = await scopes.SendAsync(
            caller,
            new ListJobs(ImportKind, Status: null, Limit: 50, Cursor: null),
            cancellationToken
        );
        var import = jobs.Items.FirstOrDefault(job => job.Status is not (JobStatus.Failed or JobStatus.Cancelled));
        if (import?.Status == JobStatus.Succeeded)
            return;
        if (import is null)
        {
            await EnsureOrganizationAsync(caller, cancellationToken);
            await using var content = File.OpenRead(Path.Combine(Folder, "employees.csv"));
            var options = new ImportOptions { Mode = ImportMode.AllOrNothing };
            var id = await scopes.SendAsync(
                caller,
                new StartImport(content, "employees.csv", options, CreateMissing: true),
                cancellationToken
            );
            await FollowAsync(caller, id, "Importing employees", cancellationToken);
        }
        else
        {
            await FollowAsync(caller, import.Id, "Importing employees", cancellationToken);
        }
    }

    private const string ImportKind = JobKindNames.ImportEmployees;

    private async Task EnsureOrganizationAsync(Caller caller, CancellationToken cancellationToken)
    {
        progress.Say("Creating departments, positions and skills");
        foreach (var row in await ReadAsync("departments.csv", cancellationToken))
        {
            var parent = row[1].Length > 0 ? row[1] : null;
            await TryCreateAsync(caller, new CreateDepartment(row[0], row[2], parent), cancellationToken);
        }
        foreach (var row in await ReadAsync("positions.csv", cancellationToken))
            await TryCreateAsync(caller, new CreatePosition(row[0], row[1]), cancellationToken);
        foreach (var row in await ReadAsync("skills.csv", cancellationToken))
            await TryCreateAsync(caller, new CreateSkill(row[0], row[1]), cancellationToken);
    }

    /// <summary>Leaves out what an earlier start created.</summary>
    private async Task TryCreateAsync<TResult>(
        Caller caller,
        ICommand<TResult> command,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await scopes.SendAsync(caller, command, cancellationToken);
        }
        catch (ProblemException taken) when (taken.Problem.Status == 409) { }
    }

    private async Task EnsureHandbookAsync(TenantPlace place, CancellationToken cancellationToken)
    {
        var caller = Caller.System(place);
        var files = Directory.GetFiles(Path.Combine(Folder, "handbook"), "*.md").Order(StringComparer.Ordinal).ToList();
        // Documents that an earlier start took in may still wait to be read.
        var pending = new List<JobId>();
        foreach (var status in new[] { JobStatus.Queued, JobStatus.Running })
        {
            var query = new ListJobs(DocumentProcessor.JobKind, status, Limit: 200, Cursor: null);
            pending.AddRange((await scopes.SendAsync(caller, query, cancellationToken)).Items.Select(job => job.Id));
        }
        foreach (var file in files)
        {
            await using var content = File.OpenRead(file);
            var command = new UploadDocument(
                content,
                Path.GetFileName(file),
                "text/markdown",
                Title: null,
                ["handbook"]
            );
            if ((await scopes.SendAsync(caller, command, cancellationToken)).Job is { } job)
                pending.Add(job);
        }
        for (var i = 0; i < pending.Count; i++)
        {
            progress.Say($"Reading the handbook: {i} of {pending.Count} documents");
            await FollowAsync(caller, pending[i], what: null, cancellationToken);
        }
    }

    /// <summary>Waits for a job; says how far it is when <paramref name="what"/> names it.</summary>
    private async Task FollowAsync(Caller caller, JobId id, string? what, CancellationToken cancellationToken)
    {
        while (true)
        {
            var job = await scopes.SendAsync(caller, new GetJob(id), cancellationToken);
            if (what is not null)
                progress.Say(job.Total is { } total ? $"{what}: {job.Processed} of {total}" : what);
            if (job.Status == JobStatus.Succeeded)
                return;
            if (job.Status is JobStatus.Failed or JobStatus.Cancelled)
                throw new InvalidOperationException($"The demo's job {id} has ended: {job.Error?.Message}");
            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private async Task<List<string[]>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var csv = scope.ServiceProvider.GetRequiredService<ICsvFiles>();
        using var table = await csv.OpenAsync(File.OpenRead(Path.Combine(Folder, file)), ',', cancellationToken);
        var rows = new List<string[]>();
        while (await table.ReadAsync(cancellationToken))
            rows.Add([.. table.Cells]);
        return rows;
    }
}
