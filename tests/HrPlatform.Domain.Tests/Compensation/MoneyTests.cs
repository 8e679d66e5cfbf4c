using HrPlatform.Domain.Common;
using HrPlatform.Domain.Compensation;

namespace HrPlatform.Domain.Tests.Compensation;

public sealed class MoneyTests
{
    [Fact]
    public void Currency_is_kept_in_capitals_and_amounts_show_two_decimals() =>
        Money.Of(88958, "usd").ToString().ShouldBe("88958.00 USD");

    [Theory]
    [InlineData(-1, "USD", "amount-out-of-range")]
    [InlineData(1.001, "USD", "too-many-decimals")]
    [InlineData(1, "US", "invalid-currency")]
    [InlineData(1, "U$D", "invalid-currency")]
    public void What_is_no_money_is_refused(double amount, string currency, string code) =>
        Should.Throw<DomainException>(() => Money.Of((decimal)amount, currency)).Code.ShouldBe(code);
}
