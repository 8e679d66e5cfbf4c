using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;
using BareServer;
using HrPlatform.Domain.Common;
using Npgsql;

// What the API is measured against: the least that answers the same requests from the same tables. No authentication, no
// limits, no tenants, no versions, no validation; one schema, which the connection string's search path names.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    options.SerializerOptions.TypeInfoResolver = JsonTypeInfoResolver.Combine(ContractJson.Default);
});

var connection = new NpgsqlConnectionStringBuilder(
    builder.Configuration.GetConnectionString("Bare")
        ?? throw new InvalidOperationException("ConnectionStrings:Bare is not configured.")
)
{
    MaxAutoPrepare = 60,
    AutoPrepareMinUsages = 2,
    NoResetOnClose = true,
};
await using var database = NpgsqlDataSource.Create(connection.ConnectionString);
var employees = new EmployeeTable(database, TimeProvider.System);

var app = builder.Build();
app.MapGet("/health/ready", () => Results.Ok());
app.MapGet(
    "/v2/employees/{id}",
    async (string id, CancellationToken cancellationToken) =>
        TypeId.TryParse("emp", id, out var key) && await employees.FindAsync(key, cancellationToken) is { } found
            ? Results.Ok(found)
            : Results.NotFound()
);
app.MapGet(
    "/v2/employees",
    async (int limit, string? after, CancellationToken cancellationToken) =>
    {
        var position = Guid.Empty;
        return after is not null && !TypeId.TryParse("emp", after, out position)
            ? Results.BadRequest()
            : Results.Ok(await employees.ListAsync(position, limit, cancellationToken));
    }
);
app.MapPost(
    "/v2/employees",
    async (NewEmployee employee, CancellationToken cancellationToken) =>
    {
        var created = await employees.CreateAsync(employee, cancellationToken);
        return Results.Created($"/v2/employees/{created.Id}", created);
    }
);
await app.RunAsync();
