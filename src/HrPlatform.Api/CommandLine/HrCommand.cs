using System.CommandLine;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using MediatR;

namespace HrPlatform.Api.CommandLine;

/// <summary>
/// <c>hr</c>: what an operator does on the machine itself. Whoever can start it with the platform's connection string is an
/// administrator already, so it asks for no key.
/// </summary>
internal static class HrCommand
{
    /// <summary>A server is started with settings only; a command begins with a word, or asks for help.</summary>
    public static bool IsCommand(string[] args) =>
        args is [var first, ..] && (!first.StartsWith('-') || first is "-h" or "--help" or "-?" or "--version");

    /// <returns>The exit code: 0 when done, 1 when refused, with the reason on the error stream.</returns>
    public static Task<int> RunAsync(string[] args, IServiceProvider services)
    {
        var root = new RootCommand("hr: tenants, keys and migrations of an HrPlatform installation.")
        {
            Tenants(services),
            Keys(services),
            Migrate(services),
        };
        return root.Parse(args).InvokeAsync();
    }

    private static Command Migrate(IServiceProvider services)
    {
        var command = new Command("migrate", "Bring the control plane and all tenants to this build's schema.");
        command.SetAction(
            (_, cancellationToken) =>
                GuardAsync(async () =>
                {
                    await PrepareAsync(services, cancellationToken);
                    Console.WriteLine("All schemas are current.");
                })
        );
        return command;
    }

    private static Command Tenants(IServiceProvider services)
    {
        var slug = new Argument<string>("slug") { Description = "Short unique name in lower case, e.g. acme." };
        var name = new Option<string?>("--name") { Description = "The company's name; the slug when left out." };
        var plan = new Option<string>("--plan")
        {
            Description = "free, pro or enterprise.",
            DefaultValueFactory = _ => "free",
        };
        var language = new Option<string>("--language")
        {
            Description = "ISO 639-1 code of the language of most documents.",
            DefaultValueFactory = _ => "en",
        };
        var create = new Command("create", "Create a tenant; prints its first keys, once.")
        {
            slug,
            name,
            plan,
            language,
        };
        create.SetAction(
            (arguments, cancellationToken) =>
                GuardAsync(async () =>
                {
                    await PrepareAsync(services, cancellationToken);
                    var wanted = arguments.GetRequiredValue(slug);
                    var made = await SendAsync(
                        services,
                        Platform,
                        new ProvisionTenant(
                            wanted,
                            arguments.GetValue(name) ?? wanted,
                            arguments.GetRequiredValue(plan),
                            arguments.GetRequiredValue(language)
                        ),
                        cancellationToken
                    );
                    Console.WriteLine($"Tenant     {made.Tenant.Id}");
                    Console.WriteLine($"Live key   {made.Live.Secret.Text}");
                    Console.WriteLine($"Test key   {made.Test.Secret.Text}");
                })
        );

        var list = new Command("list", "List the tenants.");
        list.SetAction(
            (_, cancellationToken) =>
                GuardAsync(async () =>
                {
                    await PrepareAsync(services, cancellationToken);
                    string? cursor = null;
                    do
                    {
                        var page = await SendAsync(
                            services,
                            Platform,
                            new ListTenants(
                                Status: null,
                                Plan: null,
                                Slug: null,
                                new PageRequest(200, cursor, Total: false)
                            ),
                            cancellationToken
                        );
                        foreach (var tenant in page.Items)
                            Console.WriteLine(
                                $"{tenant.Id}  {tenant.Slug}  {tenant.Plan}  {tenant.Status}  {tenant.Name}"
                            );
                        cursor = page.NextCursor;
                    } while (cursor is not null);
                })
        );
        return new Command("tenants", "Create and list tenants.") { create, list };
    }

    private static Command Keys(IServiceProvider services)
    {
        var tenant = new Option<string?>("--tenant") { Description = "The tenant's slug." };
        var platform = new Option<bool>("--platform") { Description = "A key for platform administrators instead." };
        var environment = new Option<TenantEnvironment>("--environment")
        {
            Description = "live, or test for the sandbox.",
            DefaultValueFactory = _ => TenantEnvironment.Live,
        };
        var name = new Option<string>("--name")
        {
            Description = "Tells which program holds the key.",
            DefaultValueFactory = _ => "Made by hr",
        };
        var scopes = new Option<string[]>("--scopes")
        {
            Description = "The key's scopes; all that are possible when left out.",
            AllowMultipleArgumentsPerToken = true,
        };
        var create = new Command("create", "Create a key; prints its secret, once.")
        {
            tenant,
            platform,
            environment,
            name,
            scopes,
        };
        create.SetAction(
            (arguments, cancellationToken) =>
                GuardAsync(async () =>
                {
                    await PrepareAsync(services, cancellationToken);
                    var where = arguments.GetValue(environment);
                    var caller = arguments.GetValue(platform)
                        ? Platform
                        : Caller.System(
                            await FindAsync(services, arguments.GetValue(tenant), where, cancellationToken)
                        );
                    var wanted = arguments.GetValue(scopes) is { Length: > 0 } some ? some : [.. caller.Scopes];
                    var made = await SendAsync(
                        services,
                        caller,
                        new CreateApiKey(arguments.GetRequiredValue(name), wanted, ExpiresAt: null, Environment: null),
                        cancellationToken
                    );
                    Console.WriteLine(made.Secret.Text);
                })
        );
        return new Command("keys", "Create API keys.") { create };
    }

    private static Caller Platform { get; } =
        new(
            Guid.Empty,
            "hr",
            Tenant: null,
            "platform",
            new HashSet<string>(StringComparer.Ordinal) { Scopes.TenantsManage, Scopes.KeysManage }
        );

    private static async Task<TenantPlace> FindAsync(
        IServiceProvider services,
        string? slug,
        TenantEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        if (slug is null)
            throw ProblemException.Invalid("--tenant", "required", "Say whose key: --tenant SLUG, or --platform.");
        await using var scope = services.CreateAsyncScope();
        return await scope
                .ServiceProvider.GetRequiredService<ITenantCatalogue>()
                .FindAsync(slug, environment, cancellationToken)
            ?? throw ProblemException.NotFound($"tenant '{slug}'");
    }

    private static Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<IPlatformStart>().PrepareAsync(cancellationToken);

    private static async Task<TResult> SendAsync<TResult>(
        IServiceProvider services,
        Caller caller,
        IRequest<TResult> request,
        CancellationToken cancellationToken
    )
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(caller);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }

    private static async Task<int> GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (ProblemException refused)
        {
            await Console.Error.WriteLineAsync($"hr: {refused.Message}");
            foreach (var error in refused.Errors.Where(error => error.Message != refused.Message))
                await Console.Error.WriteLineAsync($"  {error.Pointer}: {error.Message}");
            return 1;
        }
        catch (Npgsql.NpgsqlException unreachable)
        {
            await Console.Error.WriteLineAsync($"hr: PostgreSQL can't be used: {unreachable.Message}");
            return 1;
        }
    }
}
