using System.Globalization;
using Refit;

namespace HrPlatform.Sdk.V2;

public sealed partial record ListEmployeesQuery
{
    /// <summary>Values that custom fields must have, by the fields' keys: <c>custom.{key}</c> on the wire.</summary>
    [AliasAs("custom")]
    public IDictionary<string, string>? Custom { get; init; }
}

public sealed partial record Money
{
    /// <summary>An amount of money.</summary>
    /// <param name="amount">How much, with at most two decimals.</param>
    /// <param name="currency">ISO 4217 code.</param>
    public static Money Of(decimal amount, string currency) =>
        new() { Amount = amount.ToString(CultureInfo.InvariantCulture), Currency = currency };

    /// <summary>The amount to calculate with.</summary>
    public decimal ToDecimal() => decimal.Parse(Amount, NumberStyles.Number, CultureInfo.InvariantCulture);
}
