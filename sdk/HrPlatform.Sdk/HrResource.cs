using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrPlatform.Sdk;

/// <summary>What the API shows under an id of its own.</summary>
public abstract record HrResource
{
    /// <summary>
    /// The version that was read, when the resource was read alone: pass it as <c>ifMatch</c> to change only that version.
    /// Null for the rows of a list.
    /// </summary>
    [JsonIgnore]
    public string? ETag { get; internal set; }

    /// <summary>Fields that the API has and this version of the client does not know; null when there are none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalData { get; set; }
}

/// <summary>A page of a list that is read by cursor.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public interface IHrPage<out T>
{
    /// <summary>The items of this page.</summary>
    IReadOnlyList<T> Data { get; }

    /// <summary>Whether another page follows.</summary>
    bool HasMore { get; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    string? NextCursor { get; }
}
