using System.Text.Json;
using System.Text.Json.Nodes;
using HrPlatform.Application.Common;
using HrPlatform.Domain.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace HrPlatform.Api.Hosting.OpenApi;

/// <summary>How types that our converters write look in a document: ids are strings, a patch member is what it wraps, a free object is one.</summary>
internal sealed class ContractResolver(IOptions<JsonOptions> json) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver _inner = new(json.Value.JsonSerializerOptions);

    public DataContract GetDataContractForType(Type type)
    {
        var shown = Unwrap(type);
        if (shown == typeof(JsonObject))
            return DataContract.ForDictionary(shown, typeof(JsonElement));
        return typeof(ITypedId).IsAssignableFrom(shown) && shown.IsValueType
            ? DataContract.ForPrimitive(
                shown,
                DataType.String,
                dataFormat: null,
                jsonConverter: value => JsonSerializer.Serialize(value, json.Value.JsonSerializerOptions)
            )
            : _inner.GetDataContractForType(shown);
    }

    /// <summary>The type under <see cref="Optional{T}"/> and <see cref="Nullable{T}"/>.</summary>
    public static Type Unwrap(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>))
            type = type.GetGenericArguments()[0];
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
