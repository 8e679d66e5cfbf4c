using System.Text;

namespace HrPlatform.Api.Tests.Imports;

/// <summary>Made-up employees in bulk.</summary>
internal static class ManyEmployees
{
    private static readonly string[] _departments = ["Research", "Sales", "Finance", "Operations"];

    /// <summary>One in ten manages others, and managers stand behind those whom they manage.</summary>
    public static string Csv(int count)
    {
        var csv = new StringBuilder(
            "employeeNumber,firstName,lastName,email,department,hireDate,salary,managerNumber\n"
        );
        for (var i = 1; i <= count; i++)
        {
            var manager = i % 10 == 0 ? (i < count - 10 ? i + 10 : 0) : (i / 10 + 1) * 10;
            csv.Append(i)
                .Append(",First")
                .Append(i)
                .Append(",Last")
                .Append(i)
                .Append(",person")
                .Append(i)
                .Append("@example.com,")
                .Append(_departments[i % _departments.Length])
                .Append(",2020-01-01,")
                .Append(1000 + i % 500)
                .Append(',')
                .Append(manager is 0 || manager > count ? "" : manager)
                .Append('\n');
        }
        return csv.ToString();
    }
}
