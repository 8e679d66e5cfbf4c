namespace HrPlatform.Application.Common.Paging;

/// <summary>Sizes of pages by cursor.</summary>
public static class PageLimits
{
    public const int Max = 200;

    /// <summary>A page size that is too large is clamped, not refused.</summary>
    public static int Clamp(int limit) => Math.Min(limit, Max);
}
