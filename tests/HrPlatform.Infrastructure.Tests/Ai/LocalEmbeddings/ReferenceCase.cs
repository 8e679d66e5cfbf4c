using System.Runtime.InteropServices;
using System.Text.Json;

namespace HrPlatform.Infrastructure.Tests.Ai.LocalEmbeddings;

/// <summary>
/// A text with the token ids and the vector that the packages the model comes from compute for it; written by
/// <c>eng/embedding-model/reference.mjs</c>.
/// </summary>
public sealed record ReferenceCase(string Name, string Text, int[] Ids, byte[] Vector)
{
    public static IReadOnlyList<ReferenceCase> All { get; } = Read();

    /// <summary>The names, for theories: a test shown by its name is found again.</summary>
    public static TheoryData<string> Names => [.. All.Select(reference => reference.Name)];

    public float[] Floats => MemoryMarshal.Cast<byte, float>(Vector).ToArray();

    public static ReferenceCase Named(string name) => All.Single(reference => reference.Name == name);

    private static ReferenceCase[] Read()
    {
        using var stream =
            typeof(ReferenceCase).Assembly.GetManifestResourceStream("embedding-reference.json")
            ?? throw new InvalidOperationException("The reference vectors are not embedded.");
        return JsonSerializer.Deserialize<ReferenceCase[]>(stream, JsonSerializerOptions.Web) ?? [];
    }
}
