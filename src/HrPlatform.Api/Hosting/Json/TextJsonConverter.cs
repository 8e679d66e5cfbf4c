using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrPlatform.Api.Hosting.Json;

/// <summary>Strings without NUL: PostgreSQL can't store it, and nobody means it.</summary>
internal sealed class TextJsonConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("The JSON value could not be converted to System.String.");
        try
        {
            var text = reader.GetString();
            return text is not null && text.Contains('\0')
                ? throw new JsonException("Expected text without NUL characters.")
                : text;
        }
        catch (InvalidOperationException exception)
        {
            // A lone surrogate in an escape, or bytes that are no UTF-8.
            throw new JsonException("Expected valid Unicode text.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);
}
