namespace HrPlatform.Domain.Employees;

/// <summary>First and last name, and the one-line form that v1 shows.</summary>
public readonly record struct PersonName(string FirstName, string LastName)
{
    public string Full =>
        FirstName.Length == 0 ? LastName
        : LastName.Length == 0 ? FirstName
        : $"{FirstName} {LastName}";

    /// <summary>
    /// The last word is the last name, the rest the first name (empty for a single word). <see cref="Full"/> gives the
    /// same text back, apart from repeated blanks.
    /// </summary>
    public static PersonName Parse(string full)
    {
        var words = full.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? new PersonName("", "") : new PersonName(string.Join(' ', words[..^1]), words[^1]);
    }
}
