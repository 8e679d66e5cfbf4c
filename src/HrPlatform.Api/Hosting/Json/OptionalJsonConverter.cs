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
            catch (JsonException exception)
            {
                // Thrown anew without a path, so that the serializer sets the path from the body's root to this member.
                // The path inside of the member goes into the message.
                var inner = exception.Path is null or "$" ? "" : $"{InnerPath}{exception.Path}\n";
                throw new JsonException(inner + exception.Message, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
