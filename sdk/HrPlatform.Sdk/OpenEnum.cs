using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrPlatform.Sdk;

/// <summary>A value out of a set that may grow: values that this version of the client does not know are kept as they are.</summary>
/// <typeparam name="TSelf">The type of the value.</typeparam>
public interface IOpenEnum<TSelf> : IFormattable
    where TSelf : struct, IOpenEnum<TSelf>
{
    /// <summary>The value on the wire.</summary>
    string Value { get; }

    /// <summary>The value for a text from the wire.</summary>
    /// <param name="value">The text.</param>
    static abstract TSelf Of(string value);

    /// <summary>The value on the wire; so that queries take it for a value and not for an object.</summary>
    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => Value ?? "";
}

/// <summary>Writes and reads <see cref="IOpenEnum{TSelf}"/> as its text.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class OpenEnumConverter<T> : JsonConverter<T>
    where T : struct, IOpenEnum<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.Of(reader.GetString() ?? "");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    /// <inheritdoc />
    public override T ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => T.Of(reader.GetString() ?? "");

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}
