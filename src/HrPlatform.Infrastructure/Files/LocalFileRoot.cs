using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace HrPlatform.Infrastructure.Files;

/// <summary>Where files lie: <c>Files:Root</c>, relative to the content root; <c>.data/files</c> when not configured.</summary>
internal sealed class LocalFileRoot(IConfiguration configuration, IHostEnvironment environment)
{
    public string Path { get; } =
        System.IO.Path.GetFullPath(configuration["Files:Root"] ?? ".data/files", environment.ContentRootPath);
}
