using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Application.Imports;

/// <summary>The fields that a column of a file can be mapped to, and the names of columns that suggest them.</summary>
public static class ImportFields
{
    public const string EmployeeNumber = "employeeNumber";
    public const string ExternalId = "externalId";
    public const string FirstName = "firstName";
    public const string LastName = "lastName";
    public const string Name = "name";
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Department = "department";
    public const string Position = "position";
    public const string HireDate = "hireDate";
    public const string BirthDate = "birthDate";
    public const string Gender = "gender";
    public const string Salary = "salary";
    public const string Currency = "currency";
    public const string ManagerNumber = "managerNumber";
    public const string ManagerEmail = "managerEmail";
    public const string Skills = "skills";
    public const string ExperienceYears = "experienceYears";
    public const string Bio = "bio";
    public const string Status = "status";
    public const string TerminationDate = "terminationDate";
    public const string EffectiveDate = "effectiveDate";
    public const string CustomPrefix = "custom.";

    public static IReadOnlyList<string> DateFormats { get; } =
    ["yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "yyyy/MM/dd"];

    // Keys are folded: lower case, without accents, blanks and punctuation.
    private static readonly FrozenDictionary<string, string> _synonyms = new (string Field, string Names)[]
    {
        (
            EmployeeNumber,
            "employeenumber employeeno employeeid employeenr empno empid empnumber personnelnumber staffid staffnumber matricule numeroemploye personalnummer"
        ),
        (ExternalId, "externalid externalref externalreference payrollid sourceid idexterne"),
        (FirstName, "firstname givenname forename prenom vorname nombre"),
        (LastName, "lastname surname familyname nom nomdefamille nachname apellido apellidos"),
        (Name, "name fullname employeename nomcomplet"),
        (Email, "email emailaddress mail workemail courriel adressemail emailadresse correo"),
        (Phone, "phone phonenumber telephone mobile tel telefon telefono"),
        (Department, "department dept team unit orgunit departement service abteilung departamento"),
        (Position, "position title jobtitle job role function poste fonction stelle puesto"),
        (
            HireDate,
            "hiredate startdate joindate dateofjoining hiredon datedembauche dateembauche eintrittsdatum fechadealta"
        ),
        (BirthDate, "birthdate dateofbirth dob birthday datedenaissance datenaissance geburtsdatum fechadenacimiento"),
        (Gender, "gender sex sexe genre geschlecht sexo genero"),
        (Salary, "salary pay basesalary annualsalary compensation wage salaire gehalt salario"),
        (Currency, "currency salarycurrency devise wahrung moneda"),
        (
            ManagerNumber,
            "managernumber managerno managerid managerempno managerempid supervisorid supervisornumber numeromanager matriculemanager"
        ),
        (ManagerEmail, "manageremail supervisoremail emailmanager courrielmanager"),
        (Skills, "skills skill competencies competences fahigkeiten habilidades"),
        (ExperienceYears, "experienceyears yearsofexperience experience yearsexperience anneesdexperience berufsjahre"),
        (Bio, "bio biography about summary profile biographie"),
        (Status, "status employmentstatus state statut estado"),
        (
            TerminationDate,
            "terminationdate enddate leavedate leftdate exitdate datededepart datedefin austrittsdatum fechadebaja"
        ),
        (EffectiveDate, "effectivedate validfrom asof dateeffet dateeffective gultigab"),
    }
        .SelectMany(entry => entry.Names.Split(' ').Select(name => KeyValuePair.Create(name, entry.Field)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every field except the custom ones, which are <c>custom.</c> and the field's key.</summary>
    public static IReadOnlyCollection<string> All { get; } = _synonyms.Values.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsField(string name) => All.Contains(name) || IsCustom(name);

    public static bool IsCustom(string field) =>
        field.StartsWith(CustomPrefix, StringComparison.Ordinal) && field.Length > CustomPrefix.Length;

    /// <summary>The key of a custom field's column.</summary>
    public static string KeyOfCustom(string field) => field[CustomPrefix.Length..];

    /// <summary>The field that a column's name suggests; null when none.</summary>
    public static string? Suggest(string column)
    {
        column = column.Trim();
        if (column.StartsWith(CustomPrefix, StringComparison.OrdinalIgnoreCase) && column.Length > CustomPrefix.Length)
            return CustomPrefix + KeyOfCustom(column);
        return _synonyms.GetValueOrDefault(Fold(column));
    }

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(c))
                folded.Append(char.ToLowerInvariant(c));
        }
        return folded.ToString();
    }
}

/// <summary>Which field stands in which column of a file.</summary>
public sealed class ColumnMapping
{
    private readonly Dictionary<string, int> _columns;

    private ColumnMapping(Dictionary<string, int> columns, IReadOnlyDictionary<string, string> byColumn)
    {
        _columns = columns;
        ByColumn = byColumn;
    }

    /// <summary>Column to field, in the file's order; columns that are not used are left out.</summary>
    public IReadOnlyDictionary<string, string> ByColumn { get; }

    public IReadOnlyCollection<string> Fields => _columns.Keys;

    public bool Has(string field) => _columns.ContainsKey(field);

    public bool HasPay => Has(ImportFields.Salary);

    /// <summary>The index of the field's column; -1 when the file has none.</summary>
    public int this[string field] => _columns.GetValueOrDefault(field, -1);

    /// <param name="wanted">As the caller wants it; null takes what the columns' names suggest.</param>
    /// <exception cref="ProblemException">422 that names each column or field that doesn't fit.</exception>
    public static ColumnMapping Of(IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? wanted)
    {
        var errors = new List<FieldError>();
        var byColumn = new Dictionary<string, string>(StringComparer.Ordinal);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Count; i++)
        {
            var field = wanted is null ? ImportFields.Suggest(header[i]) : wanted.GetValueOrDefault(header[i]);
            if (string.IsNullOrEmpty(field))
                continue;
            if (columns.TryAdd(field, i))
                byColumn[header[i]] = field;
            else if (wanted is not null)
                errors.Add(new FieldError("/mapping", "duplicate-field", $"Two columns are mapped to '{field}'."));
        }

        foreach (var (column, field) in wanted ?? new Dictionary<string, string>())
        {
            if (!header.Contains(column, StringComparer.Ordinal))
                errors.Add(new FieldError("/mapping", "unknown-column", $"The file has no column '{column}'."));
            if (field.Length > 0 && !ImportFields.IsField(field))
            {
                errors.Add(
                    new FieldError(
                        "/mapping",
                        "unknown-field",
                        $"There is no field '{field}'. Fields are {string.Join(", ", ImportFields.All.Order(StringComparer.Ordinal))} and custom.{{key}}."
                    )
                );
            }
        }

        string[] keys = [ImportFields.EmployeeNumber, ImportFields.ExternalId, ImportFields.Email];
        if (errors.Count == 0 && !keys.Any(columns.ContainsKey))
        {
            errors.Add(
                new FieldError(
                    "/mapping",
                    "no-key",
                    $"One column must be mapped to {string.Join(", ", keys)}: employees are recognised by it. The columns are {string.Join(", ", header.Take(50).Select(c => $"'{c}'"))}."
                )
            );
        }
        if (errors.Count > 0)
            throw new ProblemException(ProblemCatalog.ValidationFailed, errors[0].Message, errors);
        return new ColumnMapping(columns, byColumn);
    }
}
