namespace HrPlatform.Api.Hosting.Requests;

/// <summary>A small running digest (FNV-1a, 64 bits) for entity tags; not for secrets.</summary>
internal struct TagDigest
{
    private const ulong Prime = 1099511628211;

    public TagDigest() { }

    public ulong Value { get; private set; } = 14695981039346656037;

    public TagDigest Add(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            Value = (Value ^ c) * Prime;
        // Marks the end, so that "ab"+"c" and "a"+"bc" differ.
        Value = (Value ^ 0x1F) * Prime;
        return this;
    }
}
