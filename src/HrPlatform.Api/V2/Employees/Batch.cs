using System.Text.Json.Serialization;
using HrPlatform.Api.Hosting.Problems;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;

namespace HrPlatform.Api.V2.Employees;

/// <summary>Many employees to create or change.</summary>
public sealed record BatchRequest
{
    /// <summary>
    /// `upsert` changes what exists and creates the rest; `create` and `update` refuse the items of the other kind.
    /// </summary>
    /// <example>upsert</example>
    public BatchMode Mode { get; init; }

    /// <summary>What items are recognised by: `external_id` or `employee_number`.</summary>
    /// <example>external_id</example>
    public EmployeeKey MatchBy { get; init; }

    /// <summary>Up to 500 items. One that creates needs the fields that creating needs.</summary>
    public required IReadOnlyList<PatchEmployeeRequest> Employees { get; init; }
}

/// <summary>What became of a batch.</summary>
public sealed record BatchResult
{
    /// <summary>How many employees were created.</summary>
    /// <example>3</example>
    public required int Created { get; init; }

    /// <summary>How many employees were changed.</summary>
    /// <example>2</example>
    public required int Updated { get; init; }

    /// <summary>How many items changed nothing.</summary>
    /// <example>1</example>
    public required int Unchanged { get; init; }

    /// <summary>How many items failed.</summary>
    /// <example>0</example>
    public required int Failed { get; init; }

    /// <summary>An answer for each item, in the order of the items.</summary>
    public required IReadOnlyList<BatchItem> Results { get; init; }
}

/// <summary>What became of one item of a batch.</summary>
public sealed record BatchItem
{
    /// <summary>The item's place in the request, from 0.</summary>
    /// <example>0</example>
    public required int Index { get; init; }

    /// <summary>`created`, `updated`, `unchanged` or `failed`.</summary>
    /// <example>created</example>
    public required BatchItemStatus Status { get; init; }

    /// <summary>The employee; null when the item failed.</summary>
    public required EmployeeId? Id { get; init; }

    /// <summary>Why the item failed; its pointers start at the item.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Problem? Problem { get; init; }
}
