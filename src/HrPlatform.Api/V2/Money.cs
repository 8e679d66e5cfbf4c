using System.Globalization;
using System.Text.RegularExpressions;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;

namespace HrPlatform.Api.V2;

/// <summary>An amount of money.</summary>
public sealed partial record Money
{
    /// <summary>Decimal number as text, with at most two decimals.</summary>
    /// <example>88958.00</example>
    public required string Amount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    /// <example>USD</example>
    public required string Currency { get; init; }

    internal static Money Of(Domain.Compensation.Money money) =>
        new() { Amount = money.AmountText, Currency = money.Currency };

    /// <exception cref="ProblemException">422 when the amount is no number.</exception>
    internal decimal Read(string pointer) =>
        Number().IsMatch(Amount)
        && decimal.TryParse(Amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw ProblemException.Invalid(
                $"{pointer}/amount",
                "invalid-amount",
                "A decimal number as text is expected, e.g. \"88958.00\"."
            );

    internal MoneyInput ToInput(string pointer) => new(Read(pointer), Currency);

    [GeneratedRegex(@"^-?[0-9]{1,20}(\.[0-9]{1,10})?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Number();
}
