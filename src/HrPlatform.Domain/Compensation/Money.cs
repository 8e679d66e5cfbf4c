using System.Globalization;
using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Compensation;

/// <summary>An amount in a currency; never negative, at most two decimals, at most 999,999,999,999.99.</summary>
public readonly record struct Money
{
    public const decimal MaxAmount = 999_999_999_999.99m;

    private Money(decimal amount, string currency)
    {
        Amount = amount;
        Currency = currency;
    }

    public decimal Amount { get; }

    /// <summary>ISO 4217 code in capitals.</summary>
    public string Currency { get; }

    public static Money Of(decimal amount, string currency)
    {
        if (amount is < 0 or > MaxAmount)
            throw new DomainException("amount-out-of-range", "An amount lies between 0 and 999999999999.99.", "amount");
        if (decimal.Round(amount, 2) != amount)
            throw new DomainException("too-many-decimals", "An amount has at most two decimals.", "amount");
        if (!IsCurrency(currency))
            throw new DomainException(
                "invalid-currency",
                "A currency is three letters of ISO 4217, e.g. USD.",
                "currency"
            );
        return new Money(amount, currency.ToUpperInvariant());
    }

    public static bool IsCurrency(string? text) => text is { Length: 3 } && text.All(char.IsAsciiLetter);

    /// <summary>The amount with two decimals and a point, e.g. <c>88958.00</c>.</summary>
    public string AmountText => Amount.ToString("0.00", CultureInfo.InvariantCulture);

    public override string ToString() => $"{AmountText} {Currency}";
}
