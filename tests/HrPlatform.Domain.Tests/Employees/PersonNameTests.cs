using HrPlatform.Domain.Employees;

namespace HrPlatform.Domain.Tests.Employees;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Ada Byron", "Ada", "Byron")]
    [InlineData("Jean Luc  Picard", "Jean Luc", "Picard")]
    [InlineData("Cher", "", "Cher")]
    [InlineData("  ", "", "")]
    public void The_last_word_is_the_last_name(string full, string first, string last) =>
        PersonName.Parse(full).ShouldBe(new PersonName(first, last));

    [Theory]
    [InlineData("Ada Byron")]
    [InlineData("Cher")]
    [InlineData("Maria de la Cruz")]
    public void Parsing_and_joining_gives_the_name_back(string full) => PersonName.Parse(full).Full.ShouldBe(full);
}
