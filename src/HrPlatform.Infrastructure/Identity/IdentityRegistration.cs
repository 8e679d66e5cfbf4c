using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.Providers;
using HrPlatform.Application.Identity.Users;
using HrPlatform.Application.Notifications;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Identity.External;
using HrPlatform.Infrastructure.Identity.Keys;
using HrPlatform.Infrastructure.Identity.OAuth;
using HrPlatform.Infrastructure.Identity.Users;
using HrPlatform.Infrastructure.Notifications;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using OpenIdScopes = OpenIddict.Abstractions.OpenIddictConstants.Scopes;
using Scopes = HrPlatform.Application.Identity.Scopes;

namespace HrPlatform.Infrastructure.Identity;

internal static class IdentityRegistration
{
    public static void AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<CredentialCache>();
        services.AddSingleton<IAccessTokenAuthenticator, AccessTokenAuthenticator>();
        services.AddScoped<IUserAccounts, UserAccounts>();
        services.AddScoped(provider => new SignInSessions(
            provider.GetRequiredService<IPlatformSql>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped(provider => new OAuthConsents(
            provider.GetRequiredService<IOpenIddictAuthorizationManager>(),
            provider.GetRequiredService<PlatformDbContext>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped(provider => new SignInTenants(provider.GetRequiredService<PlatformDbContext>()));
        services.AddScoped(provider => new OAuthPrincipals(
            provider.GetRequiredService<PlatformDbContext>(),
            provider.GetRequiredService<AccountsDbContext>(),
            provider.GetRequiredService<SignInSessions>()
        ));
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<AccountLinks>();
        services
            .AddOptions<OpenIddictServerOptions>()
            .Configure<PublicAddress>(
                (options, address) =>
                {
                    if (address.Configured is { } url)
                        options.Issuer = new Uri(url.TrimEnd('/') + "/");
                }
            );
        services
            .AddOptions<IdentityPasskeyOptions>()
            .Configure<PublicAddress>(
                (options, address) =>
                {
                    if (address.Configured is { } url)
                        options.ServerDomain = new Uri(url).Host;
                }
            );
        services.AddSingleton<IMessageSender, PickupFolder>();
        services.AddScoped<UserMessages>();
        services.AddScoped<IUserMessages>(provider => provider.GetRequiredService<UserMessages>());
        services.AddKeys();
        services.AddUserAccounts();
        services.AddOAuthServer();
        services.AddExternalIssuers();
    }

    private static void AddExternalIssuers(this IServiceCollection services)
    {
        services.AddSingleton<IssuerAddresses>();
        services.AddSingleton<IIssuerAddresses>(provider => provider.GetRequiredService<IssuerAddresses>());
        services
            .AddHttpClient(
                IssuerKeys.ClientName,
                client =>
                {
                    client.Timeout = TimeSpan.FromSeconds(5);
                    client.MaxResponseContentBufferSize = 256 * 1024;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectCallback = provider.GetRequiredService<IssuerAddresses>().ConnectAsync,
            });
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<IExternalTokenAuthenticator, ExternalTokenAuthenticator>();
    }

    private static void AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<DataProtectionKeys>();
        services.AddSingleton<DataProtectionUpkeep>();
        services.AddSingleton(provider => new Lazy<IKeyManager>(provider.GetRequiredService<IKeyManager>));
        services.AddDataProtection().SetApplicationName("HrPlatform").DisableAutomaticKeyGeneration();
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<DataProtectionKeys>((options, keys) => options.XmlRepository = keys);
        services.AddSingleton<OAuthKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider =>
            provider.GetRequiredService<OAuthKeys>()
        );
        services.AddSingleton<IdentityUpkeep>();
        services.AddHostedService(provider => provider.GetRequiredService<IdentityUpkeep>());
    }

    private static void AddUserAccounts(this IServiceCollection services)
    {
        services
            .AddIdentityCore<UserAccount>(options =>
            {
                options.Password.RequiredLength = PasswordRules.MinLength;
                // Length is what makes a password strong; rules of kinds only make it hard to remember (NIST 800-63B).
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 4;
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            })
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // A passkey replaces password and second factor, so the device must have made sure who holds it.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
        services.AddScoped<UserAccountStore>();
        services.AddScoped(provider => new SignIns(
            provider.GetRequiredService<UserAccountStore>(),
            provider.GetRequiredService<UserManager<UserAccount>>(),
            provider.GetRequiredService<IPlatformSql>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped(provider => new AccountRecovery(
            provider.GetRequiredService<AccountLinks>(),
            provider.GetRequiredService<SignIns>(),
            provider.GetRequiredService<UserManager<UserAccount>>(),
            provider.GetRequiredService<UserMessages>(),
            provider.GetRequiredService<IUserAccounts>(),
            provider.GetRequiredService<IAccessTokenAuthenticator>(),
            provider.GetRequiredService<IPlatformSql>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped<IUserStore<UserAccount>>(provider => provider.GetRequiredService<UserAccountStore>());
        // Uniqueness is the index's, and what an address may be is checked where users are invited.
        foreach (var validator in services.Where(s => s.ServiceType == typeof(IUserValidator<UserAccount>)).ToList())
            services.Remove(validator);
    }

    private static void AddOAuthServer(this IServiceCollection services)
    {
        services
            .AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore()
                    .UseDbContext<AccountsDbContext>()
                    .ReplaceDefaultEntities<OAuthApplication, OAuthAuthorization, OAuthScope, OAuthToken, Guid>();
                core.SetDefaultApplicationEntity<OAuthClient>();
                core.ReplaceApplicationStore<OAuthClient, OAuthClientStore>();
                core.ReplaceApplicationManager<OAuthClient, OAuthApplications>();
                core.ReplaceTokenManager<OAuthToken, OAuthTokens>();
                core.ReplaceScopeManager<OAuthScope, OAuthScopes>();
            })
            .AddServer(server =>
            {
                server
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetEndSessionEndpointUris("connect/logout")
                    .SetUserInfoEndpointUris("connect/userinfo")
                    .SetIntrospectionEndpointUris("connect/introspect")
                    .SetRevocationEndpointUris("connect/revoke")
                    .SetJsonWebKeySetEndpointUris(".well-known/jwks");
                server
                    .AllowAuthorizationCodeFlow()
                    .AllowClientCredentialsFlow()
                    .AllowRefreshTokenFlow()
                    .RequireProofKeyForCodeExchange()
                    .Configure(options =>
                    {
                        options.CodeChallengeMethods.Clear();
                        options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);
                    });
                server.RegisterScopes([
                    OpenIdScopes.OpenId,
                    OpenIdScopes.Profile,
                    OpenIdScopes.Email,
                    OpenIdScopes.OfflineAccess,
                    .. Scopes.OfTenant,
                ]);
                server.RegisterClaims(
                    Claims.Subject,
                    Claims.Name,
                    Claims.Email,
                    Claims.EmailVerified,
                    OAuthClaims.Tenant
                );
                // References instead of readable tokens: they can be ended at any moment, and tell nothing when they leak.
                server.UseReferenceAccessTokens().UseReferenceRefreshTokens();
                server
                    .SetAuthorizationCodeLifetime(OAuthLifetimes.Code)
                    .SetAccessTokenLifetime(OAuthLifetimes.AccessToken)
                    .SetIdentityTokenLifetime(OAuthLifetimes.AccessToken)
                    .SetRefreshTokenLifetime(OAuthLifetimes.RefreshToken)
                    // A refresh token works once. Whoever presents it again has stolen it, or was stolen from.
                    .SetRefreshTokenReuseLeeway(TimeSpan.Zero);
                server.AddEventHandler<OpenIddictServerEvents.HandleIntrospectionRequestContext>(handler =>
                    handler.UseSingletonHandler<OwnTokensOnly>().SetOrder(OwnTokensOnly.Order)
                );
                server.AddEventHandler<OpenIddictServerEvents.HandleRevocationRequestContext>(handler =>
                    handler.UseSingletonHandler<OwnTokensOnly>().SetOrder(OwnTokensOnly.Order)
                );
                server
                    .UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableUserInfoEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .EnableErrorPassthrough()
                    // Whether plain HTTP will do is decided where requests come in, for pages and endpoints alike.
                    .DisableTransportSecurityRequirement();
            });
    }
}
