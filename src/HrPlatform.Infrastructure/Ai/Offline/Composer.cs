using System.Text.Json;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Skills;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>Writes the answer to a question from the results of its calls; cites each result that it uses.</summary>
internal sealed class Composer(Question question, VocabularyIndex vocabulary)
{
    private const int MostGroups = 30;
    private readonly Wording say = new(question.Language);

    /// <param name="results">The calls of each clause with their results, in the order of the plan.</param>
    public Composition Compose(IReadOnlyList<(PlannedCall Call, JsonElement Result)> results)
    {
        var paragraphs = new List<string>();
        var answered = 0;
        for (var clause = 0; clause < question.Clauses.Count; clause++)
        {
            var own = results.Where(r => r.Call.Clause == clause).ToList();
            var paragraph = Clause(question.Clauses[clause], own, out var unsure);
            paragraphs.Add(paragraph);
            if (!unsure && paragraph.Contains('[', StringComparison.Ordinal))
                answered++;
        }
        var text = string.Join("\n\n", paragraphs.Where(p => p.Length > 0).Distinct(StringComparer.Ordinal));
        return new Composition(text, answered > 0);
    }

    /// <summary>True when a result says that a name is not known, so that the documents are worth a look.</summary>
    public static bool NamesUnknown(JsonElement result) => TryRead<NamesUnknown>(result, "unknown") is not null;

    /// <summary>The best sentence of the documents that were searched for a clause.</summary>
    public static DocumentFinding? Finding(Reading reading, string language, IEnumerable<JsonElement> results)
    {
        var passages = results
            .Select(result => TryRead<SearchDocumentsResult>(result, "passages"))
            .OfType<SearchDocumentsResult>()
            .SelectMany(found => found.Passages)
            .DistinctBy(passage => (passage.DocumentId, passage.Text))
            .ToList();
        return DocumentReader.Read(reading.Text, language, passages);
    }

    private string Clause(Reading reading, List<(PlannedCall Call, JsonElement Result)> results, out bool unsure)
    {
        unsure = false;
        if (results.Exists(r => r.Result.ValueKind != JsonValueKind.Object))
            return say.Say(
                "A lookup failed, so I cannot answer this now.",
                "Une recherche a échoué : je ne peux pas répondre pour l'instant."
            );
        foreach (var (_, result) in results)
        {
            if (TryRead<ToolRefusal>(result, "permission") is { } refusal)
                return Refused(refusal);
        }
        var finding = Finding(reading, question.Language, results.Select(r => r.Result));
        if (
            finding is not null
            && (reading.Intent == Intent.Documents ? finding.IsAnswer : IsAnswerDespiteRecords(finding))
        )
            return FromDocument(finding);
        if (
            results.Select(r => TryRead<NamesUnknown>(r.Result, "unknown")).FirstOrDefault(u => u is not null) is
            { } unknown
        )
            return Unknown(unknown);
        if (reading.Intent == Intent.Documents)
        {
            unsure = true;
            return finding?.IsNear == true ? Nearest(finding) : NothingFound();
        }
        if (reading.NotUnderstood.Count > 0)
            return NotRecorded(reading);
        var answers = results.Where(r => r.Call.Tool != SearchDocumentsTool.ToolName).ToList();
        return reading.Intent switch
        {
            Intent.Count => Count(reading, Read<EmployeeStatisticsResult>(answers)),
            Intent.CountGroups => CountGroups(reading, Read<EmployeeStatisticsResult>(answers)[0]),
            Intent.Distribution when reading.SkillsPerDepartment => SkillsPerDepartment(answers),
            Intent.Distribution => Distribution(reading, Read<EmployeeStatisticsResult>(answers)[0]),
            Intent.AverageExperience or Intent.AverageTenure => Averages(
                reading,
                Read<EmployeeStatisticsResult>(answers)
            ),
            Intent.Find => Find(reading, Read<SearchEmployeesResult>(answers)[0]),
            Intent.Person => Person(reading, Read<SearchEmployeesResult>(answers)[0]),
            Intent.Experts => Experts(Read<SkillExpertsResult>(answers)[0], reading),
            Intent.Training => Training(reading, Read<TrainingRecommendationsResult>(answers)[0]),
            _ => Pay(reading, answers),
        };
    }

    // A question that is really about the records is left to a document only when that leaves no doubt.
    private static bool IsAnswerDespiteRecords(DocumentFinding finding) =>
        finding.Confidence >= DocumentReader.Sure + 0.4;

    private static List<T> Read<T>(IEnumerable<(PlannedCall Call, JsonElement Result)> results) =>
        [.. results.Select(r => r.Result.Deserialize<T>(AgentJson.Options)!)];

    private static T? TryRead<T>(JsonElement result, string property)
        where T : class =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty(property, out _)
            ? result.Deserialize<T>(AgentJson.Options)
            : null;

    private string Refused(ToolRefusal refusal)
    {
        var what = refusal.Permission switch
        {
            Scopes.CompensationRead => say.Say("pay", "les rémunérations"),
            Scopes.PersonalRead => say.Say("personal data such as gender", "les données personnelles comme le sexe"),
            Scopes.DocumentsRead => say.Say("documents", "les documents"),
            _ => say.Say("employee records", "les dossiers des employés"),
        };
        return say.Say(
            $"This key may not see {what}: it lacks the permission {refusal.Permission}, so I cannot answer this.",
            $"Cette clé n'a pas le droit de voir {what} : il lui manque la permission {refusal.Permission}, je ne peux donc pas répondre."
        );
    }

    private string NothingFound() =>
        say.Say(
            "I found nothing in the records or the documents that answers this question.",
            "Je n'ai rien trouvé dans les dossiers ni dans les documents qui réponde à cette question."
        );

    private string NotRecorded(Reading reading)
    {
        var words = say.Join(reading.NotUnderstood.Select(w => say.Say($"“{w}”", $"« {w} »")));
        return say.Say(
            $"Neither the records nor the documents say anything about {words}, so I cannot answer this question.",
            $"Ni les dossiers ni les documents ne disent rien sur {words} : je ne peux pas répondre à cette question."
        );
    }

    private string Unknown(NamesUnknown unknown)
    {
        var sentences = new List<string>();
        foreach (var name in unknown.Unknown)
        {
            var noun = name.Kind switch
            {
                "department" => say.Say("department", "département"),
                "position" => say.Say("position", "poste"),
                "skill" => say.Say("skill", "compétence"),
                "skill_category" => say.Say("skill category", "catégorie de compétences"),
                _ => say.Say("person", "personne"),
            };
            var feminine = name.Kind is "skill" or "skill_category" or "person" or "manager";
            var sentence = say.Say(
                $"No {noun} named “{name.Asked}” is on record.",
                feminine
                    ? $"Aucune {noun} du nom de « {name.Asked} » n'est enregistrée."
                    : $"Aucun {noun} du nom de « {name.Asked} » n'est enregistré."
            );
            if (name.Nearest.Count > 0)
                sentence += say.Say(
                    $" The nearest known: {say.Join(name.Nearest)}.",
                    $" Les plus proches : {say.Join(name.Nearest)}."
                );
            sentences.Add(sentence);
        }
        return string.Join(' ', sentences);
    }

    private string FromDocument(DocumentFinding finding)
    {
        var (place, quote) = Quoted(finding);
        return say.Say(
            $"{place}: “{quote}” [{finding.Passage.Citation}]",
            $"{place} : « {quote} » [{finding.Passage.Citation}]"
        );
    }

    private string Nearest(DocumentFinding finding)
    {
        var (place, quote) = Quoted(finding);
        return say.Say(
            $"I found no clear answer. What comes closest is in {place}: “{quote}” [{finding.Passage.Citation}]",
            $"Je n'ai pas trouvé de réponse nette. Le plus proche est dans {place} : « {quote} » [{finding.Passage.Citation}]"
        );
    }

    private static (string Place, string Quote) Quoted(DocumentFinding finding)
    {
        var passage = finding.Passage;
        var place =
            passage.Section is not { Length: > 0 } section ? passage.Title
            : section.Contains(passage.Title, StringComparison.OrdinalIgnoreCase) ? section
            : $"{passage.Title}, {section}";
        return (place, finding.Quote.ReplaceLineEndings(" "));
    }

    private string Count(Reading reading, List<EmployeeStatisticsResult> results)
    {
        var figure = results[0];
        var conditions = say.Conditions(reading.Filter);
        var who = say.Employees(figure.Employees, reading.Filter.Gender);
        var cite = $"[{figure.Citation}]";
        if (reading.GroupBy is { } groupBy && figure.Groups.Count > 0)
        {
            var within = reading.GroupSize.IsAny
                ? figure.Groups
                : [.. figure.Groups.Where(g => reading.GroupSize.Contains(g.Employees))];
            var head =
                figure.Employees == 1
                    ? say.Say($"There is {who}{conditions}", $"Il y a {who}{conditions}")
                    : say.Say($"There are {who}{conditions}", $"Il y a {who}{conditions}");
            var extreme = Extreme(reading, figure);
            return extreme is not null
                ? $"{extreme} {head} {cite}.\n{Groups(groupBy, within, figure)}"
                : $"{head} {cite}. {Groups(groupBy, within, figure)}";
        }
        var sentence =
            figure.Employees == 0
                ? say.Say($"There are {who}{conditions} {cite}.", $"Il n'y a {who}{conditions} {cite}.")
            : figure.Employees == 1
                ? say.Say($"There is {who}{conditions} {cite}.", $"Il y a {who}{conditions} {cite}.")
            : say.Say($"There are {who}{conditions} {cite}.", $"Il y a {who}{conditions} {cite}.");
        if (Planner.CountsEverybody(reading))
            sentence += Others(results[1], figure.Employees);
        else if (Planner.CountsHires(reading))
        {
            if (results[^1].Employees != figure.Employees)
            {
                sentence += say.Say(
                    $" Counting those who have left since, {say.Number(results[^1].Employees)} were hired [{results[^1].Citation}].",
                    $" En comptant ceux qui sont partis depuis, {say.Number(results[^1].Employees)} ont été embauchés [{results[^1].Citation}]."
                );
            }
        }
        else if (results.Count > 1)
        {
            sentence += say.Say(
                $" With the departments below it, the number is {say.Number(results[1].Employees)} [{results[1].Citation}].",
                $" Avec les départements qui lui sont rattachés, ce nombre est de {say.Number(results[1].Employees)} [{results[1].Citation}]."
            );
        }
        return sentence;
    }

    private string Others(EmployeeStatisticsResult everybody, int active)
    {
        if (everybody.Employees == active)
            return "";
        int Of(string status) =>
            everybody.Groups.Where(g => string.Equals(g.Name, status, StringComparison.Ordinal)).Sum(g => g.Employees);
        var parts = new List<string>();
        if (Of("terminated") is > 0 and var left)
            parts.Add(
                say.Say(
                    $"{say.Number(left)} who {(left == 1 ? "has" : "have")} left",
                    $"{say.Number(left)} qui {(left > 1 ? "ont" : "a")} quitté l'entreprise"
                )
            );
        if (Of("scheduled") is > 0 and var later)
            parts.Add(
                say.Say(
                    $"{say.Number(later)} who start{(later == 1 ? "s" : "")} later",
                    $"{say.Number(later)} qui arriv{(later > 1 ? "ent" : "e")} plus tard"
                )
            );
        return say.Say(
            $" The records hold {say.Number(everybody.Employees)} in all, with {say.Join(parts)} [{everybody.Citation}].",
            $" Les dossiers en comptent {say.Number(everybody.Employees)} en tout, avec {say.Join(parts)} [{everybody.Citation}]."
        );
    }

    private string? Extreme(Reading reading, EmployeeStatisticsResult figure)
    {
        if (reading.Extreme is not { } most || reading.GroupBy is not { } groupBy)
            return null;
        var named = figure.Groups.Where(g => g.Name is not null).ToList();
        if (named.Count == 0)
            return null;
        var measured = figure.Measure == WorkforceMeasure.Count;
        var target = most ? named.Max(Value) : named.Min(Value);
        var winners = named.Where(g => Value(g) == target).Select(g => say.Group(g.Name, groupBy)).Take(5);
        decimal Value(StatisticsGroup g) => measured ? g.Employees : g.Value ?? 0;
        var noun = say.Grouping(groupBy);
        var amount = measured ? say.People((int)target) : say.Years(target);
        return say.Say(
            $"The {noun} with the {(most ? "most" : "least")}: {say.Join(winners)}, {amount} [{figure.Citation}].",
            $"{Upper(noun)} avec le {(most ? "plus" : "moins")} : {say.Join(winners)}, {amount} [{figure.Citation}]."
        );
    }

    private string Groups(
        WorkforceGrouping groupBy,
        IReadOnlyList<StatisticsGroup> groups,
        EmployeeStatisticsResult figure
    )
    {
        var lines = groups
            .Take(MostGroups)
            .Select(g =>
                figure.Measure == WorkforceMeasure.Count
                    ? $"- {say.Group(g.Name, groupBy)}: {say.Number(g.Employees)}"
                    : $"- {say.Group(g.Name, groupBy)}: {(g.Value is { } v ? say.Years(v) : say.Unrecorded)} ({say.People(g.Employees)})"
            );
        var more = Math.Max(groups.Count, figure.GroupsInAll - (figure.Groups.Count - groups.Count)) - MostGroups;
        var rest = more > 0 ? "\n" + say.Say($"and {say.Number(more)} more.", $"et {say.Number(more)} de plus.") : "";
        var head = say.Say($"Per {say.Grouping(groupBy)}", $"Par {say.Grouping(groupBy)}");
        return $"{head} [{figure.Citation}]:\n{string.Join('\n', lines)}{rest}";
    }

    private string CountGroups(Reading reading, EmployeeStatisticsResult figure)
    {
        var named = figure.Groups.Where(g => g.Name is not null && reading.GroupSize.Contains(g.Employees)).ToList();
        // Names without anyone are no group of the figure; the vocabulary knows them.
        var known = reading.GroupBy switch
        {
            WorkforceGrouping.Department => vocabulary.Context.Departments.Count,
            WorkforceGrouping.Position => vocabulary.Context.Positions.Count,
            WorkforceGrouping.Skill => vocabulary.Context.Skills.Count,
            WorkforceGrouping.SkillCategory => vocabulary
                .Context.Skills.Select(s => s.Category)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Count(),
            _ => named.Count,
        };
        var restricted = !reading.GroupSize.IsAny || reading.HasFilter;
        var n = restricted ? named.Count : known;
        var noun = say.Grouping(reading.GroupBy!.Value, plural: n != 1);
        var head = say.Say($"There {(n == 1 ? "is" : "are")} {say.Number(n)} {noun}", $"Il y a {say.Number(n)} {noun}");
        if (reading.HasFilter)
            head += say.Say(" among employees", " parmi les employés") + say.Conditions(reading.Filter);
        return $"{head} [{figure.Citation}]. {Groups(reading.GroupBy.Value, named, figure)}";
    }

    private string Distribution(Reading reading, EmployeeStatisticsResult figure)
    {
        if (figure.Groups.Count == 0)
            return say.Say(
                $"Nobody matches{say.Conditions(reading.Filter)} [{figure.Citation}].",
                $"Personne ne correspond{say.Conditions(reading.Filter)} [{figure.Citation}]."
            );
        var groups = reading.GroupSize.IsAny
            ? figure.Groups
            : [.. figure.Groups.Where(g => reading.GroupSize.Contains(g.Employees))];
        if (reading.Extreme == false)
            groups = [.. groups.OrderBy(g => g.Employees).ThenBy(g => g.Name, StringComparer.Ordinal)];
        if (reading.Limit is { } limit)
            groups = [.. groups.Where(g => g.Name is not null).Take(limit)];
        var total = say.Say(
            $"Of {say.Employees(figure.Employees, reading.Filter.Gender)}{say.Conditions(reading.Filter)}",
            $"Sur {say.Employees(figure.Employees, reading.Filter.Gender)}{say.Conditions(reading.Filter)}"
        );
        var extreme = Extreme(reading, figure) is { } e ? e + " " : "";
        var shares = groups
            .Take(MostGroups)
            .Select(g =>
            {
                var share = figure.Employees == 0 ? 0 : 100m * g.Employees / figure.Employees;
                return $"- {say.Group(g.Name, reading.GroupBy)}: {say.Number(g.Employees)} ({say.Percent(decimal.Round(share, 1))})";
            });
        var more = reading.Limit is null && reading.GroupSize.IsAny ? figure.GroupsInAll - MostGroups : 0;
        var rest = more > 0 ? "\n" + say.Say($"and {say.Number(more)} more.", $"et {say.Number(more)} de plus.") : "";
        var by = say.Say(
            $", per {say.Grouping(reading.GroupBy!.Value)}",
            $", par {say.Grouping(reading.GroupBy.Value)}"
        );
        return $"{extreme}{total}{by} [{figure.Citation}]:\n{string.Join('\n', shares)}{rest}";
    }

    private string SkillsPerDepartment(List<(PlannedCall Call, JsonElement Result)> results)
    {
        var lines = new List<string>();
        foreach (var (call, result) in results)
        {
            var figure = result.Deserialize<EmployeeStatisticsResult>(AgentJson.Options)!;
            var department = call.Arguments["filter"]!["departments"]![0]!.GetValue<string>();
            var skills = figure
                .Groups.Where(g => g.Name is not null)
                .Take(5)
                .Select(g => $"{g.Name} ({say.Number(g.Employees)})")
                .ToList();
            if (skills.Count > 0)
                lines.Add($"- {department}: {string.Join(", ", skills)} [{figure.Citation}]");
        }
        return say.Say(
                "The most common skills per department:\n",
                "Les compétences les plus répandues par département :\n"
            ) + string.Join('\n', lines);
    }

    private string Averages(Reading reading, List<EmployeeStatisticsResult> results)
    {
        var figure = results[0];
        var what =
            reading.Intent == Intent.AverageTenure
                ? say.Say("average time with the company", "ancienneté moyenne")
                : say.Say("average experience", "expérience moyenne");
        var who = say.Say("employees", "employés") + say.Conditions(reading.Filter);
        if (figure.Value is not { } value)
            return say.Say(
                $"No {what} can be told for {who} [{figure.Citation}].",
                $"Aucune {what} n'est connue pour les {who} [{figure.Citation}]."
            );
        var sentence = say.Say(
            $"The {what} of {who} is {say.Years(decimal.Round(value, 1))} ({say.People(figure.Employees)}) [{figure.Citation}].",
            $"L'{what} des {who} est de {say.Years(decimal.Round(value, 1))} ({say.People(figure.Employees)}) [{figure.Citation}]."
        );
        if (results.Count > 1 && results[1].Value is { } below)
        {
            sentence += say.Say(
                $" With the departments below it: {say.Years(decimal.Round(below, 1))} [{results[1].Citation}].",
                $" Avec les départements rattachés : {say.Years(decimal.Round(below, 1))} [{results[1].Citation}]."
            );
        }
        if (reading.GroupBy is not { } groupBy)
            return sentence;
        var extreme = Extreme(reading, figure) is { } e ? e + " " : "";
        return $"{extreme}{sentence} {Groups(groupBy, figure.Groups, figure)}";
    }

    private string Find(Reading reading, SearchEmployeesResult found)
    {
        var cite = $"[{found.Citation}]";
        var conditions = say.Conditions(reading.Filter);
        if (found.Total == 0)
            return say.Say(
                $"Nobody{ForNobody(conditions)} {cite}.",
                $"Personne ne correspond : employés{conditions} {cite}."
            );
        var people = found.Employees.Select(e => "- " + Described(e, reading));
        var rest = found.Total - found.Employees.Count;
        var more =
            rest > 0 && reading.HasFilter
                ? "\n" + say.Say($"and {say.Number(rest)} more.", $"et {say.Number(rest)} de plus.")
                : "";
        var head = reading.Sort switch
        {
            WorkforceSort.Experience or WorkforceSort.Tenure => Superlative(reading, found),
            WorkforceSort.Salary when !reading.Filter.UsesSalary => Superlative(reading, found),
            WorkforceSort.HireDate when reading.Filter.HiredFrom is null && reading.Filter.HiredTo is null =>
                Superlative(reading, found),
            _ => say.Say(
                $"{Upper(say.Employees(found.Total, reading.Filter.Gender))}{conditions} {cite}:",
                $"{Upper(say.Employees(found.Total, reading.Filter.Gender))}{conditions} {cite} :"
            ),
        };
        return $"{head}\n{string.Join('\n', people)}{more}";
    }

    private string ForNobody(string conditions) => conditions.Length == 0 ? " matches" : $" is on record{conditions}";

    private string Superlative(Reading reading, SearchEmployeesResult found)
    {
        var first = found.Employees[0];
        var conditions = say.Conditions(reading.Filter);
        var cite = $"[{found.Citation}]";
        var (english, french) = reading.Sort switch
        {
            WorkforceSort.Tenure when reading.Descending => (
                "The longest with the company",
                "La plus grande ancienneté"
            ),
            WorkforceSort.Tenure => ("The shortest time with the company", "La plus faible ancienneté"),
            WorkforceSort.Salary when reading.Descending => ("The highest salary", "Le salaire le plus élevé"),
            WorkforceSort.Salary => ("The lowest salary", "Le salaire le plus bas"),
            WorkforceSort.HireDate => ("The most recent hires", "Les embauches les plus récentes"),
            _ when reading.Descending => ("The most experienced", "La plus grande expérience"),
            _ => ("The least experienced", "La plus faible expérience"),
        };
        var among =
            conditions.Length == 0 ? "" : say.Say($" among employees{conditions}", $" parmi les employés{conditions}");
        var tied = found.Employees.TakeWhile(e =>
            reading.Sort switch
            {
                WorkforceSort.Tenure => e.HireDate == first.HireDate,
                WorkforceSort.Salary => e.Salary == first.Salary,
                _ => e.ExperienceYears == first.ExperienceYears,
            }
        );
        var names = say.Join(tied.Select(e => e.Name));
        var named = reading.Sort == WorkforceSort.HireDate ? "" : say.Say($": {names}", $" : {names}");
        return say.Say($"{english}{among}{named} {cite}.", $"{french}{among}{named} {cite}.");
    }

    private string Described(SearchedEmployee employee, Reading reading)
    {
        var facts = new List<string>();
        if (employee.Position is { } position)
            facts.Add(position);
        if (employee.Department is { } department)
            facts.Add(department);
        if (reading.Sort is WorkforceSort.Tenure or WorkforceSort.HireDate && employee.HireDate is { } hired)
            facts.Add(say.Say($"hired {say.Day(hired)}", $"embauche : {say.Day(hired)}"));
        else if (employee.ExperienceYears is { } years)
            facts.Add(say.Say($"{say.Years(years)} of experience", $"{say.Years(years)} d'expérience"));
        if (employee.Salary is { } salary)
            facts.Add(say.Money(salary, employee.Currency));
        return facts.Count == 0 ? employee.Name : $"{employee.Name} ({string.Join(", ", facts)})";
    }

    private string Person(Reading reading, SearchEmployeesResult found)
    {
        var cite = $"[{found.Citation}]";
        if (found.Total == 0)
            return say.Say(
                $"Nobody named “{reading.Person}” is on record.",
                $"Personne du nom de « {reading.Person} » n'est enregistré."
            );
        var people = found.Employees.Select(e => "- " + Portrait(e));
        if (found.Total == 1)
            return $"{Portrait(found.Employees[0])} {cite}.";
        return say.Say(
                $"{say.Number(found.Total)} people match “{reading.Person}” {cite}:",
                $"{say.Number(found.Total)} personnes correspondent à « {reading.Person} » {cite} :"
            )
            + "\n"
            + string.Join('\n', people);
    }

    private string Portrait(SearchedEmployee e)
    {
        var facts = new List<string>();
        if (e.Position is { } position)
            facts.Add(position);
        if (e.Department is { } department)
            facts.Add(department);
        if (e.HireDate is { } hired)
            facts.Add(say.Say($"hired {say.Day(hired)}", $"embauche : {say.Day(hired)}"));
        if (e.ExperienceYears is { } years)
            facts.Add(say.Say($"{say.Years(years)} of experience", $"{say.Years(years)} d'expérience"));
        if (e.Manager is { } manager)
            facts.Add(say.Say($"manager: {manager}", $"responsable : {manager}"));
        if (e.Skills.Count > 0)
            facts.Add(
                say.Say($"skills: {string.Join(", ", e.Skills)}", $"compétences : {string.Join(", ", e.Skills)}")
            );
        if (e.Salary is { } salary)
            facts.Add(
                say.Say($"salary: {say.Money(salary, e.Currency)}", $"salaire : {say.Money(salary, e.Currency)}")
            );
        if (!string.Equals(e.Status, "active", StringComparison.Ordinal))
            facts.Add(
                e.Status switch
                {
                    "terminated" => say.Say("has left", "a quitté l'entreprise"),
                    _ => say.Say("starts later", "arrive plus tard"),
                }
            );
        return $"{e.Name}: {string.Join("; ", facts)}";
    }

    private string Experts(SkillExpertsResult found, Reading reading)
    {
        var domains = found.Domains.Where(d => d.Experts.Count > 0).ToList();
        if (domains.Count == 0)
        {
            var none = found.Domains.Count > 0 ? $" [{found.Domains[0].Citation}]" : "";
            return say.Say(
                $"Nobody on record has these skills{none}.",
                $"Personne n'a ces compétences dans les dossiers{none}."
            );
        }
        string Names(ExpertDomain domain) =>
            string.Join(
                ", ",
                domain.Experts.Select(e =>
                {
                    var facts = new List<string>();
                    if (e.Department is { } department)
                        facts.Add(department);
                    if (e.ExperienceYears is { } years)
                        facts.Add(say.Years(years));
                    if (e.Skills.Count > 1)
                        facts.Add(string.Join("/", e.Skills));
                    return facts.Count == 0 ? e.Name : $"{e.Name} ({string.Join(", ", facts)})";
                })
            );
        if (domains is [var only])
        {
            return say.Say(
                $"Experts in {only.Domain}: {Names(only)} — first by skills, then by experience, out of {say.People(only.People)} [{only.Citation}].",
                $"Experts en {only.Domain} : {Names(only)} — classés par compétences puis par expérience, sur {say.People(only.People)} [{only.Citation}]."
            );
        }
        return say.Say(
                "Experts per domain, first by skills, then by experience:\n",
                "Experts par domaine, classés par compétences puis par expérience :\n"
            ) + string.Join('\n', domains.Select(d => $"- {d.Domain}: {Names(d)} [{d.Citation}]"));
    }

    private string Training(Reading reading, TrainingRecommendationsResult found)
    {
        if (found.Recommendations.Count == 0)
            return NoTraining(found);
        var peers = found.Peers == TrainingScope.Position ? WorkforceGrouping.Position : WorkforceGrouping.Department;
        if (found.Person is { } person)
        {
            return say.Say(
                    $"For {person}, skills that colleagues in the same position have and {person} lacks:\n",
                    $"Pour {person}, compétences que les collègues au même poste ont et qui lui manquent :\n"
                )
                + string.Join(
                    '\n',
                    found.Recommendations.Select(r =>
                        say.Say(
                            $"- {r.Skill}: {say.Number(r.Holders)} of {say.Number(r.People)} with the position {r.Group} have it [{r.Citation}]",
                            $"- {r.Skill} : {say.Number(r.Holders)} sur {say.Number(r.People)} au poste {r.Group} l'ont [{r.Citation}]"
                        )
                    )
                );
        }
        var head = say.Say(
            $"Training worth giving, from skills that are usual in a {say.Grouping(peers)} and missing for many there:\n",
            $"Formations recommandées, d'après les compétences courantes dans un {say.Grouping(peers)} et qui manquent à beaucoup :\n"
        );
        return head
            + string.Join(
                '\n',
                found.Recommendations.Select(r =>
                    say.Say(
                        $"- {r.Skill} for {r.Group}: {say.Number(r.Holders)} of {say.Number(r.People)} have it, {say.Number(r.Missing)} lack it [{r.Citation}]",
                        $"- {r.Skill} pour {r.Group} : {say.Number(r.Holders)} sur {say.Number(r.People)} l'ont, elle manque à {say.Number(r.Missing)} [{r.Citation}]"
                    )
                )
            );
    }

    private string NoTraining(TrainingRecommendationsResult found) =>
        found.Person is { } person
            ? say.Say(
                $"{person} lacks no skill that is usual among peers.",
                $"Il ne manque à {person} aucune compétence courante chez ses pairs."
            )
            : say.Say(
                "No skill is both usual among peers and missing for many of them.",
                "Aucune compétence n'est à la fois courante chez des pairs et manquante pour beaucoup."
            );

    private string Pay(Reading reading, List<(PlannedCall Call, JsonElement Result)> results)
    {
        var sentences = new List<string>();
        var figures = new List<CompensationStatisticsResult>();
        foreach (var (_, result) in results)
        {
            if (TryRead<CompensationGapResult>(result, "genderRecorded") is { } gap)
                sentences.Add(Gap(reading, gap));
            else
                figures.Add(result.Deserialize<CompensationStatisticsResult>(AgentJson.Options)!);
        }
        for (var i = 0; i < figures.Count; i++)
            sentences.Add(PayFigure(reading, figures[i], below: i > 0 && figures[i].Measure == figures[i - 1].Measure));
        return string.Join(sentences.Exists(s => s.Contains('\n', StringComparison.Ordinal)) ? "\n" : " ", sentences);
    }

    private string PayFigure(Reading reading, CompensationStatisticsResult figure, bool below)
    {
        var what = figure.Measure switch
        {
            CompensationMeasure.Median => say.Say("median salary", "salaire médian"),
            CompensationMeasure.Min => say.Say("lowest salary", "salaire le plus bas"),
            CompensationMeasure.Max => say.Say("highest salary", "salaire le plus élevé"),
            CompensationMeasure.Total => say.Say("total of yearly salaries", "total des salaires annuels"),
            _ => say.Say("average salary", "salaire moyen"),
        };
        var cite = $"[{figure.Citation}]";
        var who =
            say.Say("employees", "employés")
            + say.Conditions(reading.Filter)
            + (below ? say.Say(", departments below included,", ", départements rattachés compris,") : "");
        var sentence =
            figure.Withheld
                ? say.Say(
                    $"The {what} of {who} is withheld, because fewer than five people stand behind it {cite}.",
                    $"Le {what} des {who} n'est pas communiqué, car il repose sur moins de cinq personnes {cite}."
                )
            : figure.Value is { } value
                ? say.Say(
                    $"The {what} of {who} is {say.Money(value, figure.Currency)} ({say.People(figure.Employees)}) {cite}.",
                    $"Le {what} des {who} est de {say.Money(value, figure.Currency)} ({say.People(figure.Employees)}) {cite}."
                )
            : say.Say(
                $"No salary is on record for {who} {cite}.",
                $"Aucun salaire n'est enregistré pour les {who} {cite}."
            );
        if (figure.OtherCurrencies > 0)
        {
            sentence += say.Say(
                $" {say.People(figure.OtherCurrencies)} paid in another currency are left out.",
                $" {say.People(figure.OtherCurrencies)} dans une autre devise ne sont pas comptées."
            );
        }
        if (figure.GroupBy is not { } groupBy || figure.Groups.Count == 0)
            return sentence;
        var shown = figure.Groups.Where(g => g.Value is not null).ToList();
        var withheld = figure.Groups.Where(g => g.Withheld).Select(g => g.Name ?? say.Unrecorded).ToList();
        var extremes = "";
        if (shown.Count > 1 && (reading.Extreme is not null || reading.Intent == Intent.PayGap))
        {
            var (high, low) = (shown.MaxBy(g => g.Value)!, shown.MinBy(g => g.Value)!);
            var spread =
                low.Value > 0
                    ? say.Percent(decimal.Round(100m * (high.Value!.Value - low.Value!.Value) / low.Value.Value, 1))
                    : "—";
            extremes =
                reading.Extreme == false
                    ? say.Say(
                        $"Lowest: {low.Name ?? say.Unrecorded}, {say.Money(low.Value!.Value, figure.Currency)} {cite}. ",
                        $"Le plus bas : {low.Name ?? say.Unrecorded}, {say.Money(low.Value!.Value, figure.Currency)} {cite}. "
                    )
                    : say.Say(
                        $"Highest: {high.Name ?? say.Unrecorded}, {say.Money(high.Value!.Value, figure.Currency)}; lowest: {low.Name ?? say.Unrecorded}, {say.Money(low.Value!.Value, figure.Currency)}; a gap of {say.Money(high.Value!.Value - low.Value!.Value, figure.Currency)} ({spread}) {cite}. ",
                        $"Le plus élevé : {high.Name ?? say.Unrecorded}, {say.Money(high.Value!.Value, figure.Currency)} ; le plus bas : {low.Name ?? say.Unrecorded}, {say.Money(low.Value!.Value, figure.Currency)} ; un écart de {say.Money(high.Value!.Value - low.Value!.Value, figure.Currency)} ({spread}) {cite}. "
                    );
        }
        var lines = shown
            .Take(MostGroups)
            .Select(g =>
                $"- {g.Name ?? say.Unrecorded}: {say.Money(g.Value!.Value, figure.Currency)} ({say.People(g.Employees)})"
            );
        var heading = say.Say(
            $"{Upper(what)} per {say.Grouping(groupBy)}",
            $"{Upper(what)} par {say.Grouping(groupBy)}"
        );
        var text = $"{extremes}{sentence}\n{heading} {cite}:\n{string.Join('\n', lines)}";
        if (shown.Count > MostGroups)
            text +=
                "\n"
                + say.Say(
                    $"and {say.Number(shown.Count - MostGroups)} more.",
                    $"et {say.Number(shown.Count - MostGroups)} de plus."
                );
        if (withheld.Count > 0)
        {
            text +=
                "\n"
                + say.Say(
                    $"Withheld, because fewer than five people stand behind the figure: {say.Join(withheld.Take(MostGroups))}.",
                    $"Non communiqué, car le chiffre repose sur moins de cinq personnes : {say.Join(withheld.Take(MostGroups))}."
                );
        }
        return text;
    }

    private string Gap(Reading reading, CompensationGapResult gap)
    {
        var cite = $"[{gap.Citation}]";
        if (!gap.GenderRecorded)
            return say.Say(
                $"No gender is on record, so no gap between women and men can be told {cite}.",
                $"Le sexe n'est pas renseigné : aucun écart entre femmes et hommes ne peut être calculé {cite}."
            );
        var all = gap.Overall;
        var among = say.Conditions(reading.Filter);
        if (
            all.Withheld
            || all.AverageGapPercent is not { } percent
            || all.WomenAverage is not { } women
            || all.MenAverage is not { } men
        )
        {
            return say.Say(
                $"The gap between women and men{among} is withheld, because fewer than five women or men stand behind it {cite}.",
                $"L'écart entre femmes et hommes{among} n'est pas communiqué, car il repose sur moins de cinq femmes ou hommes {cite}."
            );
        }
        var median =
            all.MedianGapPercent is { } m && all.WomenMedian is { } wm && all.MenMedian is { } mm
                ? say.Say(
                    $" By the median: {say.Money(wm, gap.Currency)} and {say.Money(mm, gap.Currency)}, a gap of {say.Percent(m)}.",
                    $" En médiane : {say.Money(wm, gap.Currency)} et {say.Money(mm, gap.Currency)}, soit un écart de {say.Percent(m)}."
                )
                : "";
        var direction = percent >= 0 ? say.Say("less", "de moins") : say.Say("more", "de plus");
        var sentence = say.Say(
            $"Women{among} earn {say.Percent(Math.Abs(percent))} {direction} than men on average: {say.Money(women, gap.Currency)} ({say.People(all.Women)}) against {say.Money(men, gap.Currency)} ({say.People(all.Men)}) {cite}.{median}",
            $"Les femmes{among} gagnent en moyenne {say.Percent(Math.Abs(percent))} {direction} que les hommes : {say.Money(women, gap.Currency)} ({say.People(all.Women)}) contre {say.Money(men, gap.Currency)} ({say.People(all.Men)}) {cite}.{median}"
        );
        if (gap.GroupBy is not { } groupBy)
            return sentence;
        var lines = gap
            .Groups.Where(g => g.AverageGapPercent is not null)
            .Take(MostGroups)
            .Select(g =>
                say.Say(
                    $"- {g.Name ?? say.Unrecorded}: {say.Percent(g.AverageGapPercent!.Value)} (women {say.Money(g.WomenAverage!.Value, gap.Currency)}, men {say.Money(g.MenAverage!.Value, gap.Currency)})",
                    $"- {g.Name ?? say.Unrecorded}: {say.Percent(g.AverageGapPercent!.Value)} (femmes {say.Money(g.WomenAverage!.Value, gap.Currency)}, hommes {say.Money(g.MenAverage!.Value, gap.Currency)})"
                )
            );
        var withheld = gap.Groups.Where(g => g.Withheld).Select(g => g.Name ?? say.Unrecorded).ToList();
        var text =
            $"{sentence}\n{say.Say("Gap", "Écart")} {say.Say("per", "par")} {say.Grouping(groupBy)} {cite}:\n{string.Join('\n', lines)}";
        if (withheld.Count > 0)
        {
            text +=
                "\n"
                + say.Say(
                    $"Withheld, because fewer than five women or men stand behind the figure: {say.Join(withheld.Take(MostGroups))}.",
                    $"Non communiqué, car le chiffre repose sur moins de cinq femmes ou hommes : {say.Join(withheld.Take(MostGroups))}."
                );
        }
        return text;
    }

    private static string Upper(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}

/// <param name="Answered">At least one clause of the question was answered.</param>
internal sealed record Composition(string Text, bool Answered);
