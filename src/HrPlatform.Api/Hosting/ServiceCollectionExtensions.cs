using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Idempotency;
using HrPlatform.Api.Hosting.Json;
using HrPlatform.Api.Hosting.OpenApi;
using HrPlatform.Api.Hosting.Problems;
using HrPlatform.Api.Hosting.RateLimits;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Api.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HrPlatform.Api.Hosting;

internal static class ServiceCollectionExtensions
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddControllersWithSettings();
        services.AddBearerAuthentication();
        services.AddSignIn();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddProblemDetails();
        services.AddOpenApiDocuments();
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        services.AddSingleton<RateLimiter>();
        return services;
    }

    private static void AddControllersWithSettings(this IServiceCollection services)
    {
        TypedIdTypeConverter.Register();
        services
            .AddControllers(options =>
            {
                options.ModelBinderProviders.Insert(0, new TypedIdModelBinderProvider());
                options.Filters.Add<IdempotencyFilter>();
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                options.ReturnHttpNotAcceptable = true;
            })
            .ConfigureApiBehaviorOptions(options =>
            {
                options.SuppressMapClientErrors = true;
                options.InvalidModelStateResponseFactory = context =>
                    throw InvalidModelProblem.From(context.ModelState);
            })
            .AddJsonOptions(options => JsonSettings.Apply(options.JsonSerializerOptions));
        // Typed results are written with these settings, everything else with those above.
        services.ConfigureHttpJsonOptions(options => JsonSettings.Apply(options.SerializerOptions));
        services
            .AddApiVersioning(options =>
            {
                options.ApiVersionReader = new PathVersionReader();
                options.ReportApiVersions = false;
            })
            .AddMvc()
            .AddApiExplorer(options =>
            {
                options.GroupNameFormat = "'v'VVV";
                options.SubstituteApiVersionInUrl = true;
            });
    }

    private static void AddBearerAuthentication(this IServiceCollection services)
    {
        services
            .AddAuthentication(BearerAuthenticationHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthenticationHandler>(
                BearerAuthenticationHandler.SchemeName,
                configureOptions: null
            )
            .AddSignInCookies();
        services.AddSingleton<IAuthorizationHandler, RequireScopeHandler>();
        // An endpoint without a policy of its own still needs a credential: deny by default.
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
