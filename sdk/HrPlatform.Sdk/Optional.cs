using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrPlatform.Sdk;

/// <summary>
/// A member of a change: left out, the field stays as it is; null clears it. A value converts by itself:
/// <c>new DocumentPatch { Title = "New title" }</c>.
/// </summary>
/// <typeparam name="T">The field's type.</typeparam>
[JsonConverter(typeof(OptionalConverter))]
public readonly record struct Optional<T>
{
    /// <summary>A member that is sent.</summary>
    /// <param name="value">The field's new value; null clears it.</param>
    public Optional(T value)
    {
        Value = value;
        IsPresent = true;
    }

    /// <summary>The field's new value; meaningless unless <see cref="IsPresent"/>.</summary>
    public T Value { get; }

    /// <summary>Whether the member is sent.</summary>
    public bool IsPresent { get; }

    /// <summary>A member that is sent.</summary>
    /// <param name="value">The field's new value; null clears it.</param>
    public static implicit operator Optional<T>(T value) => new(value);
}

/// <summary>Makes members of a change where the language can't convert by itself, as with lists.</summary>
public static class Optional
{
    /// <summary>A member that is sent.</summary>
    /// <param name="value">The field's new value; null clears it.</param>
    /// <typeparam name="T">The field's type.</typeparam>
    public static Optional<T> Of<T>(T value) => new(value);
}

internal sealed class OptionalConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)
            Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()[0]))!;

    private sealed class Converter<T> : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => new(JsonSerializer.Deserialize<T>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
