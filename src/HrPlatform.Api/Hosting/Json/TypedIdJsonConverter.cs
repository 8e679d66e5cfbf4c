using System.Text.Json;
using System.Text.Json.Serialization;
using HrPlatform.Domain.Common;

namespace HrPlatform.Api.Hosting.Json;

/// <summary>Typed ids as strings, <c>emp_…</c>.</summary>
internal sealed class TypedIdJsonConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType && typeof(ITypedId).IsAssignableFrom(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TId> : JsonConverter<TId>
        where TId : struct, ITypedId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TypeId.TryParse(TId.Prefix, reader.GetString(), out var value)
                ? TId.From(value)
                : throw new JsonException($"Expected an id that starts with '{TId.Prefix}_'.");

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(TypeId.Format(TId.Prefix, value.Value));
    }
}
