using System.Text.Json;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Employees;

namespace HrPlatform.Domain.Tests.Employees;

public sealed class CustomFieldTests
{
    [Theory]
    [InlineData(CustomFieldType.Text, "\"x\"", true)]
    [InlineData(CustomFieldType.Text, "1", false)]
    [InlineData(CustomFieldType.Number, "1.50", true)]
    [InlineData(CustomFieldType.Number, "\"1\"", false)]
    [InlineData(CustomFieldType.Number, "1e400", false)]
    [InlineData(CustomFieldType.Boolean, "false", true)]
    [InlineData(CustomFieldType.Boolean, "0", false)]
    [InlineData(CustomFieldType.Date, "\"2026-02-28\"", true)]
    [InlineData(CustomFieldType.Date, "\"2026-02-30\"", false)]
    [InlineData(CustomFieldType.Select, "\"red\"", true)]
    [InlineData(CustomFieldType.Select, "\"blue\"", false)]
    public void Values_are_checked_against_the_type(CustomFieldType type, string json, bool accepted)
    {
        var field = CustomField.Create("f", "F", type, false, type == CustomFieldType.Select ? ["red", "green"] : []);

        var value = field.Definition.Read(JsonDocument.Parse(json).RootElement, out var problem);

        (value is not null).ShouldBe(accepted);
        (problem is null).ShouldBe(accepted);
    }

    [Fact]
    public void Options_belong_to_select_fields_only()
    {
        Should
            .Throw<DomainException>(() => CustomField.Create("f", "F", CustomFieldType.Text, false, ["a"]))
            .Code.ShouldBe("options-not-allowed");
        Should
            .Throw<DomainException>(() => CustomField.Create("f", "F", CustomFieldType.Select, false, []))
            .Code.ShouldBe("options-needed");
    }

    [Fact]
    public void Values_compare_by_content_whatever_the_order_of_keys()
    {
        var one = CustomValues.FromJson("""{"a":1,"b":"x","c":true}""");
        var other = CustomValues.FromJson("""{ "c": true, "b": "x", "a": 1.0 }""");

        one.ShouldBe(other);
        one.With("a", null).ShouldNotBe(other);
        CustomValues.FromJson(one.ToJson()).ShouldBe(one);
    }
}
