using System.Globalization;
using HrPlatform.Api.CommandLine;
using HrPlatform.Api.Demo;
using HrPlatform.Api.Hosting;
using HrPlatform.Application;
using HrPlatform.Application.Tenants;
using HrPlatform.Infrastructure;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddApplication().AddInfrastructure().AddApi().AddDemo(builder.Configuration);

var app = builder.Build();
if (HrCommand.IsCommand(args))
    return await HrCommand.RunAsync(args, app.Services);

await app.Services.GetRequiredService<IPlatformStart>().PrepareAsync(app.Lifetime.ApplicationStopping);
await app.UseApi().RunAsync();
return 0;

/// <summary>Named so that the functional tests can start the real host.</summary>
public partial class Program;
