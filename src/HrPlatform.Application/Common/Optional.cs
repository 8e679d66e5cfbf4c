namespace HrPlatform.Application.Common;

/// <summary>A member of a merge patch (RFC 7396): absent leaves the field as it is, null clears it.</summary>
public readonly record struct Optional<T>(T? Value)
{
    public bool IsPresent { get; } = true;

    /// <summary>The patched value, or <paramref name="current"/> when the member is absent.</summary>
    public T? Or(T? current) => IsPresent ? Value : current;

    public static implicit operator Optional<T>(T? value) => new(value);
}
