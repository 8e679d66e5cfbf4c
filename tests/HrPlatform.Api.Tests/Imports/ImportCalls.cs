using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HrPlatform.Api.Tests.Processes;

namespace HrPlatform.Api.Tests.Imports;

/// <summary>Imports as a client makes them.</summary>
internal static class ImportCalls
{
    public static Task<JsonElement> ImportAsync(
        this HttpClient client,
        string csv,
        params (string Name, string Value)[] fields
    ) => client.ImportAsync(Encoding.UTF8.GetBytes(csv), fields);

    /// <summary>The job once it has ended.</summary>
    public static async Task<JsonElement> ImportAsync(
        this HttpClient client,
        byte[] file,
        params (string Name, string Value)[] fields
    )
    {
        var job = await client.StartImportAsync(file, fields);
        return await Eventually.JobEndAsync(client, job, seconds: 120);
    }

    /// <summary>The job's id.</summary>
    public static async Task<string> StartImportAsync(
        this HttpClient client,
        byte[] file,
        params (string Name, string Value)[] fields
    )
    {
        using var response = await client.PostImportAsync("/v2/imports", file, fields);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, body);
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("id").GetString()!;
    }

    public static async Task<JsonElement> PreviewAsync(
        this HttpClient client,
        byte[] file,
        params (string Name, string Value)[] fields
    )
    {
        using var response = await client.PostImportAsync("/v2/imports/preview", file, fields);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    public static Task<HttpResponseMessage> PostImportAsync(
        this HttpClient client,
        string path,
        byte[] file,
        params (string Name, string Value)[] fields
    )
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "employees.csv" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return client.PostAsync(path, form, TestContext.Current.CancellationToken);
    }

    public static async Task<IReadOnlyList<JsonElement>> ErrorsAsync(this HttpClient client, JsonElement job)
    {
        var page = await client.GetFromJsonAsync<JsonElement>(
            $"/v2/jobs/{job.GetProperty("id").GetString()}/errors?limit=200",
            TestContext.Current.CancellationToken
        );
        return [.. page.GetProperty("data").EnumerateArray()];
    }

    /// <summary>The only employee who matches the query.</summary>
    public static async Task<JsonElement> EmployeeAsync(this HttpClient client, string query)
    {
        var page = await client.GetFromJsonAsync<JsonElement>(
            $"/v2/employees?{query}",
            TestContext.Current.CancellationToken
        );
        return page.GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
    }

    public static async Task<long> CountEmployeesAsync(this HttpClient client)
    {
        var page = await client.GetFromJsonAsync<JsonElement>(
            "/v2/employees?limit=1&total=true",
            TestContext.Current.CancellationToken
        );
        return page.GetProperty("total").GetInt64();
    }

    public static long Figure(this JsonElement job, string name) =>
        job.GetProperty("result").GetProperty(name).GetInt64();

    public static string Status(this JsonElement job) => job.GetProperty("status").GetString()!;
}
