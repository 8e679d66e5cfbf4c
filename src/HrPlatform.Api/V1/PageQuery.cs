using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V1;

/// <summary>Which page of a list is wanted.</summary>
public sealed record PageQuery
{
    /// <summary>The number of the page, from 1.</summary>
    /// <example>1</example>
    [FromQuery(Name = "page")]
    [Range(1, 1_000_000)]
    public int Page { get; init; } = 1;

    /// <summary>Items per page; more than 100 are cut to 100.</summary>
    /// <example>20</example>
    [FromQuery(Name = "pageSize")]
    [Range(1, int.MaxValue)]
    public int PageSize { get; init; } = 20;
}
