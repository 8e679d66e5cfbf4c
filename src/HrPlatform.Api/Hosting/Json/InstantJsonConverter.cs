using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrPlatform.Api.Hosting.Json;

/// <summary>Instants are written in UTC and with <c>Z</c>; with any offset they are read (RFC 3339, section 5.6).</summary>
internal sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    // Six digits are what PostgreSQL keeps.
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";
    private const int MaxLength = 32;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        value.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
