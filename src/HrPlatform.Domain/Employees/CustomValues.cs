using System.Text;
using System.Text.Json;

namespace HrPlatform.Domain.Employees;

/// <summary>
/// The values of a tenant's custom fields: text, number or boolean by key. Compared by value; the order of keys doesn't
/// matter.
/// </summary>
public sealed class CustomValues : IEquatable<CustomValues>
{
    private readonly SortedDictionary<string, object> _values;

    private CustomValues(SortedDictionary<string, object> values) => _values = values;

    public static CustomValues None { get; } = new(new(StringComparer.Ordinal));

    public bool IsEmpty => _values.Count == 0;

    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>The value as <see cref="string"/>, <see cref="decimal"/> or <see cref="bool"/>; null when not set.</summary>
    public object? this[string key] => _values.GetValueOrDefault(key);

    public CustomValues With(string key, object? value)
    {
        var copy = new SortedDictionary<string, object>(_values, StringComparer.Ordinal);
        if (value is null)
            copy.Remove(key);
        else
            copy[key] = value is string or decimal or bool
                ? value
                : throw new ArgumentException("A custom value is text, a decimal or a boolean.", nameof(value));
        return new CustomValues(copy);
    }

    public static CustomValues FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        var values = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            values[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.Number => member.Value.GetDecimal(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => member.Value.GetString() ?? "",
            };
        }
        return values.Count == 0 ? None : new CustomValues(values);
    }

    public string ToJson()
    {
        if (IsEmpty)
            return "{}";
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in _values)
            {
                switch (value)
                {
                    case bool flag:
                        writer.WriteBoolean(key, flag);
                        break;
                    case decimal number:
                        writer.WriteNumber(key, number);
                        break;
                    default:
                        writer.WriteString(key, (string)value);
                        break;
                }
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public bool Equals(CustomValues? other) =>
        other is not null
        && _values.Count == other._values.Count
        && _values.All(pair => other._values.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value));

    public override bool Equals(object? obj) => Equals(obj as CustomValues);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (key, value) in _values)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value);
        }
        return hash.ToHashCode();
    }

    public override string ToString() => ToJson();
}
