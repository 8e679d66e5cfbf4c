using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Employees;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Employees;

/// <summary>How much of an employee is wanted.</summary>
public sealed record EmployeeShape
{
    private static readonly FrozenSet<string> _known = typeof(Employee)
        .GetProperties()
        .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Only these fields, with commas; `id` and `withheld` always come along.</summary>
    /// <example>firstName,lastName,email</example>
    [FromQuery(Name = "fields")]
    public string? Fields { get; init; }

    /// <summary>`manager`, `department`: puts the whole resource into the reference's `resource`.</summary>
    /// <example>manager</example>
    [FromQuery(Name = "expand")]
    public string? Expand { get; init; }

    internal bool ExpandsManager => Expansions.Contains("manager");

    internal bool ExpandsDepartment => Expansions.Contains("department");

    private IReadOnlyList<string> Expansions
    {
        get
        {
            var names = QueryText.Items(Expand);
            return names.FirstOrDefault(name => name is not ("manager" or "department")) is { } unknown
                ? throw QueryText.Invalid("expand", $"'{unknown}' can't be expanded. Possible: manager, department.")
                : names;
        }
    }

    /// <summary>Null for all fields.</summary>
    internal IReadOnlySet<string>? Chosen
    {
        get
        {
            var names = QueryText.Items(Fields);
            if (names.Count == 0)
                return null;
            if (names.FirstOrDefault(name => !_known.Contains(name)) is { } unknown)
                throw QueryText.Invalid("fields", $"'{unknown}' is no field of an employee.");
            return names.Append("id").Append("withheld").ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>The employee, or only its chosen fields.</summary>
    internal static object Cut(Employee employee, IReadOnlySet<string>? chosen, JsonSerializerOptions json)
    {
        if (chosen is null)
            return employee;
        var whole = (JsonObject)JsonSerializer.SerializeToNode(employee, json)!;
        foreach (var name in whole.Select(member => member.Key).Where(name => !chosen.Contains(name)).ToList())
            whole.Remove(name);
        return whole;
    }

    /// <summary>The tag of an employee in this shape.</summary>
    internal string TagOf(
        EmployeeView view,
        EmployeeVisibility visibility,
        DateOnly? asOf,
        params IEnumerable<long?> expandedVersions
    )
    {
        var digest = new TagDigest()
            .Add(Fields)
            .Add(Expand)
            .Add(visibility.Compensation ? "c" : "")
            .Add(visibility.Personal ? "p" : "")
            .Add(visibility.Hides(view.Manager) ? "m" : "")
            .Add(asOf?.ToString("O"))
            .Add(view.Department?.Name)
            .Add(view.Position?.Title)
            .Add(view.Manager?.Name);
        foreach (var skill in view.Skills)
            digest = digest.Add(skill.Name);
        foreach (var version in expandedVersions)
            digest = digest.Add(version?.ToString());
        return ConditionalRequests.TagOf(view.Version, digest.Value);
    }
}
