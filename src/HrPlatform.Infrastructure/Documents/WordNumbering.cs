using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Wordprocessing;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>Counts list items as Word does: the numbers people see are nowhere in the text.</summary>
internal sealed class WordNumbering
{
    private const int Levels = 9;

    private readonly Dictionary<int, Definition> definitions = [];

    private sealed record Definition(Level?[] Levels, int[] Counters, Dictionary<int, int> StartOverrides);

    public WordNumbering(Numbering? numbering)
    {
        var abstracts = new Dictionary<int, (Level?[] Levels, int[] Counters)>();
        foreach (var definition in numbering?.Elements<AbstractNum>() ?? [])
        {
            if (definition.AbstractNumberId?.Value is not { } id)
                continue;
            var levels = new Level?[Levels];
            foreach (var level in definition.Elements<Level>())
            {
                if (level.LevelIndex?.Value is >= 0 and < Levels and var index)
                    levels[index] = level;
            }

            abstracts[id] = (levels, new int[Levels]);
        }

        foreach (var instance in numbering?.Elements<NumberingInstance>() ?? [])
        {
            if (
                instance.NumberID?.Value is not { } id
                || instance.AbstractNumId?.Val?.Value is not { } abstractId
                || !abstracts.TryGetValue(abstractId, out var definition)
            )
            {
                continue;
            }

            var overrides = new Dictionary<int, int>();
            foreach (var level in instance.Elements<LevelOverride>())
            {
                if (level.LevelIndex?.Value is { } index && level.StartOverrideNumberingValue?.Val?.Value is { } start)
                    overrides[index] = start;
            }

            definitions[id] = new Definition(definition.Levels, definition.Counters, overrides);
        }
    }

    /// <summary>The label of the next paragraph with these properties, or null when it is not numbered.</summary>
    public NumberingLabel? Next(NumberingProperties? properties)
    {
        if (properties?.NumberingId?.Val?.Value is not { } id || !definitions.TryGetValue(id, out var definition))
            return null;

        var index = Math.Clamp(properties.NumberingLevelReference?.Val?.Value ?? 0, 0, Levels - 1);
        var level = definition.Levels[index];
        var format = level?.NumberingFormat?.Val?.Value ?? NumberFormatValues.Decimal;
        if (format == NumberFormatValues.Bullet || level is null)
            return new NumberingLabel("", index, IsBullet: true);

        Count(definition, index);
        if (format == NumberFormatValues.None)
            return null;

        var text = Format(definition, level.LevelText?.Val?.Value ?? $"%{index + 1}.");
        return text.Length == 0 ? null : new NumberingLabel(text, index, IsBullet: false);
    }

    private static void Count(Definition definition, int index)
    {
        // An override starts the count anew once, at the first item of its list.
        if (definition.StartOverrides.Remove(index, out var start))
            definition.Counters[index] = start;
        else if (definition.Counters[index] == 0)
            definition.Counters[index] = StartOf(definition.Levels[index]);
        else
            definition.Counters[index]++;
        Array.Clear(definition.Counters, index + 1, Levels - index - 1);
    }

    private static int StartOf(Level? level) => level?.StartNumberingValue?.Val?.Value ?? 1;

    private static string Format(Definition definition, string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 >= pattern.Length || pattern[i + 1] is not (>= '1' and <= '9'))
            {
                text.Append(pattern[i]);
                continue;
            }

            var index = pattern[++i] - '1';
            var level = definition.Levels[index];
            var number = definition.Counters[index] == 0 ? StartOf(level) : definition.Counters[index];
            text.Append(Number(number, level?.NumberingFormat?.Val?.Value ?? NumberFormatValues.Decimal));
        }

        return text.ToString().Trim();
    }

    private static string Number(int number, NumberFormatValues format)
    {
        if (format == NumberFormatValues.LowerLetter)
            return Letters(number, 'a');
        if (format == NumberFormatValues.UpperLetter)
            return Letters(number, 'A');
        if (format == NumberFormatValues.UpperRoman)
            return Roman(number);
        if (format == NumberFormatValues.LowerRoman)
            return Roman(number).ToLowerInvariant();
        return number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Word goes on with aa, bb, cc after z.</summary>
    private static string Letters(int number, char first) =>
        number is < 1 or > 26 * 8
            ? number.ToString(CultureInfo.InvariantCulture)
            : new string((char)(first + ((number - 1) % 26)), 1 + ((number - 1) / 26));

    private static string Roman(int number)
    {
        if (number is < 1 or > 3_999)
            return number.ToString(CultureInfo.InvariantCulture);

        ReadOnlySpan<(int Value, string Digits)> digits =
        [
            (1000, "M"),
            (900, "CM"),
            (500, "D"),
            (400, "CD"),
            (100, "C"),
            (90, "XC"),
            (50, "L"),
            (40, "XL"),
            (10, "X"),
            (9, "IX"),
            (5, "V"),
            (4, "IV"),
            (1, "I"),
        ];
        var text = new StringBuilder();
        foreach (var (value, symbol) in digits)
        {
            for (; number >= value; number -= value)
                text.Append(symbol);
        }

        return text.ToString();
    }
}

internal sealed record NumberingLabel(string Text, int Level, bool IsBullet);
