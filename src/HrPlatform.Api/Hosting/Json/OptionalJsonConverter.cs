using System.Text.Json;
using System.Text.Json.Serialization;
using HrPlatform.Application.Common;

namespace HrPlatform.Api.Hosting.Json;

/// <summary>Members of a merge patch: one that stands in the body is present, also when it is null.</summary>
internal sealed class OptionalJsonConverter : JsonConverterFactory
{
    /// <summary>Starts the message of an error that lies inside of a member.</summary>
    public const string InnerPath = "Inside: ";

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)
            Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return new(JsonSerializer.Deserialize<T>(ref reader, options));
            }
            catch (JsonException exception) when (exception.Path is not (null or "$"))
            {
                // The serializer sets the path of this member on an exception that has none; the path inside of the
                // member stays in the message.
                throw new JsonException($"{InnerPath}{exception.Path}\n{exception.Message}", exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
