using Asp.Versioning;

namespace HrPlatform.Api.Hosting.Requests;

/// <summary>
/// Reads the version from the first segment of the path (<c>/v2/…</c>). The library's own reader parses the matched
/// route's pattern anew for each request.
/// </summary>
internal sealed class PathVersionReader : IApiVersionReader
{
    private readonly UrlSegmentApiVersionReader _documented = new();

    public IReadOnlyList<string> Read(HttpRequest request)
    {
        var path = request.Path.Value.AsSpan();
        if (path is not ['/', 'v', .. var rest])
            return [];
        var end = rest.IndexOf('/');
        return (end < 0 ? rest : rest[..end]) switch
        {
            "1" => ["1"],
            "2" => ["2"],
            var other => [other.ToString()],
        };
    }

    public void AddParameters(IApiVersionParameterDescriptionContext context) => _documented.AddParameters(context);
}
