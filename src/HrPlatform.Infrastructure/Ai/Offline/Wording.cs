using System.Globalization;
using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Employees;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>Numbers, days, money and conditions in the words of one language.</summary>
internal sealed class Wording(string language)
{
    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(
        string.Equals(language, LanguageGuess.French, StringComparison.Ordinal) ? "fr-FR" : "en-US"
    );

    public bool IsFrench { get; } = string.Equals(language, LanguageGuess.French, StringComparison.Ordinal);

    public string Say(string english, string french) => IsFrench ? french : english;

    public string Number(decimal value) =>
        value.ToString(value == decimal.Truncate(value) ? "N0" : "#,##0.##", culture);

    public string Money(decimal value, string? currency) =>
        value.ToString(value == decimal.Truncate(value) ? "N0" : "N2", culture)
        + (currency is null ? "" : $" {currency}");

    public string Percent(decimal value) => value.ToString("0.#", culture) + (IsFrench ? " %" : "%");

    public string Day(DateOnly day) =>
        IsFrench && day.Day == 1 ? $"1er {day.ToString("MMMM yyyy", culture)}" : day.ToString("d MMMM yyyy", culture);

    public string Years(decimal years) =>
        IsFrench ? $"{Number(years)} an{(years >= 2 ? "s" : "")}" : $"{Number(years)} year{(years == 1 ? "" : "s")}";

    public string People(int n) =>
        IsFrench ? $"{Number(n)} personne{(n > 1 ? "s" : "")}"
        : n == 1 ? "1 person"
        : $"{Number(n)} people";

    public string Employees(int n, WorkforceGender? gender = null)
    {
        var noun = gender switch
        {
            WorkforceGender.Female => IsFrench ? (n > 1 ? "femmes" : "femme")
            : n == 1 ? "woman"
            : "women",
            WorkforceGender.Male => IsFrench ? (n > 1 ? "hommes" : "homme")
            : n == 1 ? "man"
            : "men",
            _ => IsFrench ? (n > 1 ? "employés" : "employé")
            : n == 1 ? "employee"
            : "employees",
        };
        return n == 0
            ? (IsFrench ? $"aucun{(gender == WorkforceGender.Female ? "e" : "")} {noun}" : $"no {noun}")
            : $"{Number(n)} {noun}";
    }

    public string Join(IEnumerable<string> items, bool or = false)
    {
        var list = items.ToList();
        if (list.Count <= 1)
            return string.Concat(list);
        var word = or ? Say("or", "ou") : Say("and", "et");
        return $"{string.Join(", ", list.Take(list.Count - 1))} {word} {list[^1]}";
    }

    /// <summary>The name of a group; codes of the records in words.</summary>
    public string Group(string? name, WorkforceGrouping? grouping) =>
        (grouping, name) switch
        {
            (_, null) => Unrecorded,
            (WorkforceGrouping.Gender, "female") => Say("women", "femmes"),
            (WorkforceGrouping.Gender, "male") => Say("men", "hommes"),
            (WorkforceGrouping.Status, "active") => Say("active", "en poste"),
            (WorkforceGrouping.Status, "terminated") => Say("left", "partis"),
            (WorkforceGrouping.Status, "scheduled") => Say("starting later", "arrivent plus tard"),
            _ => name,
        };

    public string Unrecorded => Say("not recorded", "non renseigné");

    public string Grouping(WorkforceGrouping grouping, bool plural = false) =>
        grouping switch
        {
            WorkforceGrouping.Department => Say(
                plural ? "departments" : "department",
                plural ? "départements" : "département"
            ),
            WorkforceGrouping.Position => Say(plural ? "positions" : "position", plural ? "postes" : "poste"),
            WorkforceGrouping.Skill => Say(plural ? "skills" : "skill", plural ? "compétences" : "compétence"),
            WorkforceGrouping.SkillCategory => Say(
                plural ? "skill categories" : "skill category",
                plural ? "catégories de compétences" : "catégorie de compétences"
            ),
            WorkforceGrouping.Status => Say(plural ? "statuses" : "status", plural ? "statuts" : "statut"),
            WorkforceGrouping.HireYear => Say(
                plural ? "years of hire" : "year of hire",
                plural ? "années d'embauche" : "année d'embauche"
            ),
            WorkforceGrouping.Manager => Say(plural ? "managers" : "manager", plural ? "responsables" : "responsable"),
            _ => Say(plural ? "genders" : "gender", plural ? "sexes" : "sexe"),
        };

    /// <summary>The conditions of a filter, each as it follows "employees": " in Sales", " with Python".</summary>
    public string Conditions(EmployeeFilterArguments filter)
    {
        var words = new List<string>();
        if (filter.Status == WorkforceStatus.Terminated)
            words.Add(Say("who have left", "ayant quitté l'entreprise"));
        if (filter.Positions is { } positions)
            words.Add(
                positions.Count switch
                {
                    1 => Say($"with the position {positions[0]}", $"au poste {positions[0]}"),
                    <= 3 => Say(
                        $"with the position {Join(positions, or: true)}",
                        $"au poste {Join(positions, or: true)}"
                    ),
                    _ => Say(
                        $"with one of {Number(positions.Count)} such positions",
                        $"à l'un de {Number(positions.Count)} postes de ce nom"
                    ),
                }
            );
        if (filter.Departments is { } departments)
        {
            var below =
                filter.IncludeSubDepartments == true
                    ? Say(" and the departments below", " et les départements rattachés")
                    : "";
            words.Add(Say($"in {Join(departments, or: true)}{below}", $"dans {Join(departments, or: true)}{below}"));
        }
        if (filter.Skills is { } skills)
            words.Add(
                Say(
                    $"with {Join(skills, filter.AnySkill == true)}",
                    $"maîtrisant {Join(skills, filter.AnySkill == true)}"
                )
            );
        if (filter.WithoutSkills is { } without)
            words.Add(Say($"without {Join(without, or: true)}", $"ne maîtrisant pas {Join(without, or: true)}"));
        if (filter.SkillCategories is { } categories)
            words.Add(
                Say(
                    $"with skills in {Join(categories, or: true)}",
                    $"ayant des compétences en {Join(categories, or: true)}"
                )
            );
        if (filter.Manager is { } manager)
            words.Add(Say($"managed by {manager}", $"dirigés par {manager}"));
        AddRange(
            words,
            filter.MinExperience,
            filter.ExperienceMoreThan,
            filter.MaxExperience,
            filter.ExperienceLessThan,
            Years,
            Say("of experience", "d'expérience")
        );
        AddRange(
            words,
            filter.MinSalary,
            filter.SalaryMoreThan,
            filter.MaxSalary,
            filter.SalaryLessThan,
            v => Money(v, null),
            Say("of salary", "de salaire")
        );
        if (filter.HiredFrom is { } from && filter.HiredTo is { } to)
            words.Add(
                Say($"hired between {Day(from)} and {Day(to)}", $"embauchés entre le {Day(from)} et le {Day(to)}")
            );
        else if (filter.HiredFrom is { } since)
            words.Add(Say($"hired since {Day(since)}", $"embauchés depuis le {Day(since)}"));
        else if (filter.HiredTo is { } until)
            words.Add(Say($"hired up to {Day(until)}", $"embauchés jusqu'au {Day(until)}"));
        return words.Count == 0 ? "" : " " + string.Join(", ", words);
    }

    private void AddRange(
        List<string> words,
        decimal? min,
        decimal? moreThan,
        decimal? max,
        decimal? lessThan,
        Func<decimal, string> unit,
        string what
    )
    {
        if (moreThan is { } m)
            words.Add(Say($"with more than {unit(m)} {what}", $"ayant plus de {unit(m)} {what}"));
        if (min is { } least)
            words.Add(Say($"with at least {unit(least)} {what}", $"ayant au moins {unit(least)} {what}"));
        if (lessThan is { } l)
            words.Add(Say($"with less than {unit(l)} {what}", $"ayant moins de {unit(l)} {what}"));
        if (max is { } most)
            words.Add(Say($"with at most {unit(most)} {what}", $"ayant au plus {unit(most)} {what}"));
    }
}
