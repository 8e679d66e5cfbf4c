using System.Globalization;

namespace HrPlatform.Api.Tests.Agents;

/// <summary>The demo company's people, read from the files here, so that figures are checked against independent ones.</summary>
internal static class DemoPeople
{
    public static IReadOnlyList<DemoPerson> All { get; } = [.. Rows("employees.csv").Select(DemoPerson.Of)];

    public static IReadOnlyList<DemoPerson> Active { get; } = [.. All.Where(person => person.Status == "active")];

    public static IReadOnlyList<(string Name, string Parent, string Code)> Departments { get; } =
    [.. Rows("departments.csv").Select(row => (row["name"], row["parent"], row["code"]))];

    public static IReadOnlyList<string> Positions { get; } = [.. Rows("positions.csv").Select(row => row["title"])];

    public static IReadOnlyList<(string Name, string Category)> Skills { get; } =
    [.. Rows("skills.csv").Select(row => (row["name"], row["category"]))];

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        List<List<string>> rows =
        [
            [],
        ];
        var field = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var c in File.ReadAllText(Path.Combine(DemoData.Folder, file)).ReplaceLineEndings("\n"))
        {
            if (c == '"')
                quoted = !quoted;
            else if (quoted || c is not (',' or '\n'))
                field.Append(c);
            else
            {
                rows[^1].Add(field.ToString());
                field.Clear();
                if (c == '\n')
                    rows.Add([]);
            }
        }
        return rows.Skip(1)
            .Where(row => row.Count == rows[0].Count)
            .Select(row => rows[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second));
    }
}

internal sealed record DemoPerson(
    string Number,
    string FirstName,
    string LastName,
    string Email,
    string Department,
    string Position,
    DateOnly HireDate,
    string Gender,
    decimal Salary,
    string Currency,
    string Manager,
    IReadOnlyList<string> Skills,
    decimal? Experience,
    string Status,
    DateOnly? TerminationDate
)
{
    public string Name => $"{FirstName} {LastName}";

    public static DemoPerson Of(Dictionary<string, string> row) =>
        new(
            row["employeeNumber"],
            row["firstName"],
            row["lastName"],
            row["email"],
            row["department"],
            row["position"],
            DateOnly.Parse(row["hireDate"], CultureInfo.InvariantCulture),
            row["gender"],
            decimal.Parse(row["salary"], CultureInfo.InvariantCulture),
            row["currency"],
            row["managerNumber"],
            row["skills"].Split(';', StringSplitOptions.RemoveEmptyEntries),
            row["experienceYears"].Length == 0
                ? null
                : decimal.Parse(row["experienceYears"], CultureInfo.InvariantCulture),
            row["status"],
            row["terminationDate"].Length == 0
                ? null
                : DateOnly.Parse(row["terminationDate"], CultureInfo.InvariantCulture)
        );
}
