using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Sdk.Tests;

public sealed class ApiKeyTextTests
{
    [Fact]
    public void Keys_that_the_server_makes_are_well_formed()
    {
        for (var i = 0; i < 200; i++)
        {
            var environment = i % 2 == 0 ? TenantEnvironment.Live : TenantEnvironment.Test;
            var key = ApiKeySecret.Generate(environment).Text;

            ApiKeyText.IsWellFormed(key).ShouldBeTrue();
            ApiKeyText.IsTest(key).ShouldBe(environment == TenantEnvironment.Test);
        }
    }

    [Fact]
    public void Every_single_mistyped_character_is_found()
    {
        var key = ApiKeySecret.Generate(TenantEnvironment.Live).Text;
        for (var i = 0; i < key.Length; i++)
        {
            var wrong = key[i] == 'a' ? 'b' : 'a';
            var mistyped = key[..i] + wrong + key[(i + 1)..];
            ApiKeyText.IsWellFormed(mistyped).ShouldBeFalse($"position {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("hr_live_")]
    [InlineData("sk_live_0000000000000000000000000000000000000000000000000")]
    public void Other_texts_are_no_keys(string text) => ApiKeyText.IsWellFormed(text).ShouldBeFalse();

    [Fact]
    public void A_key_that_lost_its_end_is_refused_before_any_request_without_showing_it()
    {
        var cut = TestKeys.WellFormed[..^3];

        var exception = Should.Throw<ArgumentException>(() =>
            new HrPlatformClient(
                new HrPlatformOptions { BaseAddress = new Uri("https://hr.example.com"), ApiKey = cut }
            )
        );

        exception.Message.ShouldContain("54 characters instead of 57");
        exception.Message.ShouldNotContain(cut);
    }
}
