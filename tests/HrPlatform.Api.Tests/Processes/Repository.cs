namespace HrPlatform.Api.Tests.Processes;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string _root = Find();

    public static string PathOf(string relative) => Path.Combine(_root, relative);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HrPlatform.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("The tests don't lie inside the repository.");
    }
}
