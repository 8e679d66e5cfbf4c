using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using HrPlatform.Application.Common.Paging;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V1;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed record Page<T>
{
    /// <summary>The items of this page.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>The number of this page, from 1.</summary>
    /// <example>1</example>
    [JsonPropertyName("page")]
    public required int PageNumber { get; init; }

    /// <summary>Items per page.</summary>
    /// <example>20</example>
    public required int PageSize { get; init; }

    /// <summary>How many items the whole list has.</summary>
    /// <example>2000</example>
    public required long TotalItems { get; init; }

    /// <summary>How many pages the whole list has.</summary>
    /// <example>100</example>
    public required long TotalPages { get; init; }

    internal static Page<T> Of<TView>(NumberedPage<TView> page, Func<TView, T> contract) =>
        new()
        {
            Items = [.. page.Items.Select(contract)],
            PageNumber = page.Page,
            PageSize = page.PageSize,
            TotalItems = page.TotalItems,
            TotalPages = page.TotalPages,
        };
}

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
