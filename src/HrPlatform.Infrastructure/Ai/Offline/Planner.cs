using System.Text.Json;
using System.Text.Json.Nodes;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Skills;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>A call that a clause of the question needs.</summary>
/// <param name="Id">Names clause and place, so that the result finds its way back.</param>
internal sealed record PlannedCall(string Id, int Clause, string Tool, JsonObject Arguments);

/// <summary>Decides which tools answer a question, and with which arguments.</summary>
internal static class Planner
{
    private const int MostDepartmentsOneByOne = 15;

    public static List<PlannedCall> Plan(Question question, VocabularyIndex vocabulary)
    {
        var calls = new List<PlannedCall>();
        for (var clause = 0; clause < question.Clauses.Count; clause++)
        {
            var n = 0;
            foreach (var (tool, arguments) in Calls(question.Clauses[clause], vocabulary))
                calls.Add(new PlannedCall($"call_{clause}_{n++}", clause, tool, arguments));
        }
        return calls;
    }

    /// <summary>The document search for a clause that the records did not answer.</summary>
    public static PlannedCall SearchInstead(int clause, string text) =>
        new($"call_{clause}_documents", clause, SearchDocumentsTool.ToolName, Search(text));

    /// <summary>The document search with the subjects of a French clause in English; null when none is known.</summary>
    public static PlannedCall? SearchTranslated(int clause, string text, string language) =>
        string.Equals(language, LanguageGuess.French, StringComparison.Ordinal)
        && Thesaurus.InEnglish(text) is { } words
            ? new PlannedCall($"call_{clause}_translated", clause, SearchDocumentsTool.ToolName, Search(words))
            : null;

    private static IEnumerable<(string Tool, JsonObject Arguments)> Calls(Reading reading, VocabularyIndex vocabulary)
    {
        if (reading.Intent == Intent.Documents || reading.NotUnderstood.Count > 0)
            return [(SearchDocumentsTool.ToolName, Search(reading.Text))];
        return reading.Intent switch
        {
            Intent.Count or Intent.CountGroups => Statistics(reading, WorkforceMeasure.Count, vocabulary),
            Intent.Distribution when reading.SkillsPerDepartment => SkillsPerDepartment(reading, vocabulary),
            Intent.Distribution => Statistics(reading, WorkforceMeasure.Count, vocabulary),
            Intent.AverageExperience => Statistics(reading, WorkforceMeasure.AverageExperience, vocabulary),
            Intent.AverageTenure => Statistics(reading, WorkforceMeasure.AverageTenure, vocabulary),
            Intent.Find => [(SearchEmployeesTool.ToolName, Find(reading, vocabulary))],
            Intent.Person => [(SearchEmployeesTool.ToolName, Person(reading))],
            Intent.Pay when reading.PayRange => Pay(reading, CompensationMeasure.Min, vocabulary)
                .Concat(Pay(reading, CompensationMeasure.Max, vocabulary))
                .Concat(Pay(reading, CompensationMeasure.Average, vocabulary)),
            Intent.Pay => Pay(reading, reading.PayMeasure, vocabulary),
            Intent.PayGap when reading.Extreme is null => Gaps(reading, vocabulary),
            Intent.PayGap => Pay(reading, CompensationMeasure.Gap, vocabulary),
            Intent.Experts => [(SkillExpertsTool.ToolName, Experts(reading, vocabulary))],
            Intent.Training => [(TrainingRecommendationsTool.ToolName, Training(reading, vocabulary))],
            _ => throw new InvalidOperationException($"No tool for {reading.Intent}."),
        };
    }

    private static IEnumerable<(string, JsonObject)> Statistics(
        Reading reading,
        WorkforceMeasure measure,
        VocabularyIndex vocabulary
    )
    {
        foreach (var filter in Filters(reading, vocabulary))
        {
            var arguments = new JsonObject { ["measure"] = ToJson(measure) };
            if (reading.GroupBy is { } groupBy)
                arguments["groupBy"] = ToJson(groupBy);
            AddFilter(arguments, filter);
            yield return (EmployeeStatisticsTool.ToolName, arguments);
        }
        if (CountsHires(reading))
        {
            var arguments = new JsonObject { ["measure"] = ToJson(measure) };
            AddFilter(arguments, reading.Filter with { Status = WorkforceStatus.Any });
            yield return (EmployeeStatisticsTool.ToolName, arguments);
        }
        if (CountsEverybody(reading))
        {
            // "How many employees?" may mean everybody on record: those who have left are named beside.
            var arguments = new JsonObject
            {
                ["measure"] = ToJson(WorkforceMeasure.Count),
                ["groupBy"] = ToJson(WorkforceGrouping.Status),
            };
            AddFilter(arguments, new EmployeeFilterArguments { Status = WorkforceStatus.Any });
            yield return (EmployeeStatisticsTool.ToolName, arguments);
        }
    }

    /// <summary>A number of hires is asked for: some of those hired may have left.</summary>
    public static bool CountsHires(Reading reading) =>
        reading.Intent == Intent.Count
        && reading.GroupBy is null
        && (reading.Filter.HiredFrom ?? reading.Filter.HiredTo) is not null
        && reading.Filter.Status is null
        && reading.Filter.Departments is null;

    /// <summary>The size of the whole company is asked for.</summary>
    public static bool CountsEverybody(Reading reading) =>
        reading.Intent == Intent.Count && reading.GroupBy is null && !reading.HasFilter;

    private static IEnumerable<(string, JsonObject)> Pay(
        Reading reading,
        CompensationMeasure measure,
        VocabularyIndex vocabulary
    )
    {
        foreach (var filter in Filters(reading, vocabulary))
        {
            var arguments = new JsonObject { ["measure"] = ToJson(measure) };
            if (reading.GroupBy is { } groupBy)
                arguments["groupBy"] = ToJson(groupBy);
            AddFilter(arguments, filter);
            yield return (CompensationStatisticsTool.ToolName, arguments);
        }
    }

    // "Are there pay gaps?" without saying between whom: women and men, and the departments.
    private static IEnumerable<(string, JsonObject)> Gaps(Reading reading, VocabularyIndex vocabulary)
    {
        var filter = WithDepartmentsBelow(reading, vocabulary);
        var byGender = new JsonObject { ["measure"] = ToJson(CompensationMeasure.Gap) };
        if (reading.GroupBy is { } gapsPer)
            byGender["groupBy"] = ToJson(gapsPer);
        AddFilter(byGender, filter);
        yield return (CompensationStatisticsTool.ToolName, byGender);
        var groupBy =
            reading.GroupBy
            ?? (filter.Departments is { Count: 1 } ? WorkforceGrouping.Position : WorkforceGrouping.Department);
        var between = new JsonObject
        {
            ["measure"] = ToJson(CompensationMeasure.Average),
            ["groupBy"] = ToJson(groupBy),
        };
        AddFilter(between, filter);
        yield return (CompensationStatisticsTool.ToolName, between);
    }

    private static IEnumerable<(string, JsonObject)> SkillsPerDepartment(Reading reading, VocabularyIndex vocabulary)
    {
        foreach (var department in vocabulary.Context.Departments.Take(MostDepartmentsOneByOne))
        {
            var arguments = new JsonObject
            {
                ["measure"] = ToJson(WorkforceMeasure.Count),
                ["groupBy"] = ToJson(WorkforceGrouping.Skill),
            };
            AddFilter(arguments, reading.Filter with { Departments = [department.Name] });
            yield return (EmployeeStatisticsTool.ToolName, arguments);
        }
    }

    private static JsonObject Find(Reading reading, VocabularyIndex vocabulary)
    {
        var arguments = new JsonObject();
        AddFilter(arguments, WithDepartmentsBelow(reading, vocabulary));
        if (reading.Sort is { } sort)
        {
            arguments["sort"] = ToJson(sort);
            arguments["descending"] = reading.Descending;
        }
        if (reading.Limit is { } limit)
            arguments["limit"] = limit;
        if (reading.WithSalary)
            arguments["withSalary"] = true;
        return arguments;
    }

    private static JsonObject Person(Reading reading)
    {
        var arguments = new JsonObject { ["name"] = reading.Person, ["limit"] = 5 };
        AddFilter(arguments, new EmployeeFilterArguments { Status = WorkforceStatus.Any });
        if (reading.WithSalary)
            arguments["withSalary"] = true;
        return arguments;
    }

    private static JsonObject Experts(Reading reading, VocabularyIndex vocabulary)
    {
        var arguments = new JsonObject();
        if (reading.Filter.Skills is { } skills)
            arguments["skills"] = ToJson(skills);
        if (reading.Filter.SkillCategories is { } categories)
            arguments["skillCategories"] = ToJson(categories);
        AddFilter(
            arguments,
            WithDepartmentsBelow(reading, vocabulary) with
            {
                Skills = null,
                SkillCategories = null,
                AnySkill = null,
            }
        );
        if (reading.Limit is { } limit)
            arguments["top"] = limit;
        return arguments;
    }

    private static JsonObject Training(Reading reading, VocabularyIndex vocabulary)
    {
        var arguments = new JsonObject();
        if (reading.Filter.Skills is { } skills)
            arguments["skills"] = ToJson(skills);
        if (reading.Filter.SkillCategories is { } categories)
            arguments["skillCategories"] = ToJson(categories);
        AddFilter(
            arguments,
            WithDepartmentsBelow(reading, vocabulary) with
            {
                Skills = null,
                SkillCategories = null,
                AnySkill = null,
            }
        );
        if (reading.Person is { } person)
            arguments["person"] = person;
        if (reading.GroupBy is { } groupBy)
            arguments["peers"] = ToJson(
                groupBy == WorkforceGrouping.Position ? TrainingScope.Position : TrainingScope.Department
            );
        if (reading.Limit is { } limit)
            arguments["top"] = limit;
        return arguments;
    }

    // A figure about a department that has others below it: by itself and with them, unless the question says which.
    private static IEnumerable<EmployeeFilterArguments> Filters(Reading reading, VocabularyIndex vocabulary)
    {
        yield return reading.Filter;
        if (
            !reading.SubDepartmentsSaid
            && reading.Filter.Departments is { Count: 1 } departments
            && vocabulary.HasSubDepartments(departments[0])
        )
            yield return reading.Filter with
            {
                IncludeSubDepartments = true,
            };
    }

    private static EmployeeFilterArguments WithDepartmentsBelow(Reading reading, VocabularyIndex vocabulary) =>
        !reading.SubDepartmentsSaid && reading.Filter.Departments?.Any(vocabulary.HasSubDepartments) == true
            ? reading.Filter with
            {
                IncludeSubDepartments = true,
            }
            : reading.Filter;

    private static JsonObject Search(string text) => new() { ["query"] = text };

    private static void AddFilter(JsonObject arguments, EmployeeFilterArguments filter)
    {
        if (filter != new EmployeeFilterArguments())
            arguments["filter"] = ToJson(filter);
    }

    private static JsonNode? ToJson<T>(T value) => JsonSerializer.SerializeToNode(value, AgentJson.Options);
}
