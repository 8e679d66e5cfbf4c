namespace HrPlatform.Application.Common.Paging;

/// <summary>Seals the position in a list, so that a cursor tells nothing and fits only where it came from.</summary>
public interface ICursorProtector
{
    /// <param name="purpose">What the cursor is bound to besides the tenant: the list's name and its arguments.</param>
    /// <param name="position">The sort key of the last row, as the list defines it.</param>
    string Protect(string purpose, string position);

    /// <exception cref="Problems.ProblemException">
    /// <see cref="Problems.ProblemCatalog.InvalidCursor"/> when forged, or made for another tenant, list or filter.
    /// </exception>
    string Unprotect(string purpose, string cursor);
}
