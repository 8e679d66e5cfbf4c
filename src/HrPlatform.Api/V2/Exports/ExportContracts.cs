using System.ComponentModel.DataAnnotations;
using HrPlatform.Application.Exports;
using HrPlatform.Domain.Employees;

namespace HrPlatform.Api.V2.Exports;

/// <summary>An export to run.</summary>
public sealed record ExportRequest
{
    /// <summary>`csv` (RFC 4180, UTF-8) or `jsonl` (one JSON object per line).</summary>
    /// <example>csv</example>
    public ExportFormat Format { get; init; } = ExportFormat.Csv;

    /// <summary>The fields, in the order of columns; all that the key may see when left out. `custom` is one column per custom field.</summary>
    /// <example>["employeeNumber","lastName","email","department"]</example>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Whom the export is about; everybody when left out.</summary>
    public ExportSelection? Filter { get; init; }
}

/// <summary>Whom an export is about; everything that is given must hold, as in the list of employees.</summary>
public sealed record ExportSelection
{
    /// <summary>Words, or their beginnings, in name, e-mail, numbers, department or position.</summary>
    /// <example>engineer</example>
    public string? Q { get; init; }

    /// <summary>Id or name of a department.</summary>
    /// <example>Engineering</example>
    public string? Department { get; init; }

    /// <summary>Count the departments below `department` as well.</summary>
    /// <example>true</example>
    public bool IncludeChildren { get; init; }

    /// <summary>Id or title of a position.</summary>
    public string? Position { get; init; }

    /// <summary>Ids or names of skills.</summary>
    /// <example>["Python"]</example>
    public IReadOnlyList<string>? Skills { get; init; }

    /// <summary>One of the skills is enough.</summary>
    /// <example>false</example>
    public bool AnySkill { get; init; }

    /// <summary>Only people who report to this employee.</summary>
    public EmployeeId? Manager { get; init; }

    /// <summary>How many levels below `manager`.</summary>
    /// <example>1</example>
    [Range(1, 100)]
    public int Levels { get; init; } = 1;

    /// <summary>Only people in one of these states.</summary>
    /// <example>["active"]</example>
    public IReadOnlyList<EmploymentStatus>? Status { get; init; }

    /// <summary>Hired after this day.</summary>
    /// <example>2020-01-01</example>
    public DateOnly? HiredAfter { get; init; }

    /// <summary>Hired before this day.</summary>
    /// <example>2026-01-01</example>
    public DateOnly? HiredBefore { get; init; }

    /// <summary>Pay of at least this amount. Needs the scope `compensation:read`.</summary>
    public decimal? MinSalary { get; init; }

    /// <summary>Pay of at most this amount. Needs the scope `compensation:read`.</summary>
    public decimal? MaxSalary { get; init; }

    /// <summary>Values of custom fields as text, by key.</summary>
    public IReadOnlyDictionary<string, string>? Custom { get; init; }

    /// <summary>The state as of this day. Needs the scope `history:read`.</summary>
    /// <example>2025-12-31</example>
    public DateOnly? AsOf { get; init; }

    internal ExportFilter ToFilter() =>
        new()
        {
            Search = Q,
            Department = Department,
            IncludeChildren = IncludeChildren,
            Position = Position,
            Skills = Skills ?? [],
            AnySkill = AnySkill,
            Manager = Manager?.Value,
            ManagerLevels = Levels,
            Statuses = Status ?? [],
            HiredAfter = HiredAfter,
            HiredBefore = HiredBefore,
            MinSalary = MinSalary,
            MaxSalary = MaxSalary,
            CustomFields = Custom ?? new Dictionary<string, string>(),
            AsOf = AsOf,
        };
}
