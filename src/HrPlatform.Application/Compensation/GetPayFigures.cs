using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Compensation;

/// <summary>
/// Pay of a group of employees as one figure or split into groups, in the currency that most of them are paid in.
/// Groups smaller than <see cref="SmallestGroup"/> are withheld, so that no one's pay can be read off.
/// </summary>
[RequiresScope(Scopes.EmployeesRead, Scopes.CompensationRead)]
public sealed record GetPayFigures(PayMeasure Measure, WorkforceGrouping? GroupBy, WorkforceFilter Filter)
    : IQuery<PayFigures>
{
    public const int SmallestGroup = 5;
}

public enum PayMeasure
{
    Average,
    Median,
    Min,
    Max,
    Total,
}

/// <param name="Employees">Employees with a salary in <paramref name="Currency"/> that the filter matches.</param>
/// <param name="Value">Null when nobody matches or too few do.</param>
/// <param name="Withheld">True: the value is kept back because too few employees stand behind it.</param>
/// <param name="Groups">Highest value first; withheld ones last. At most 200.</param>
/// <param name="OtherCurrencies">Employees left out because they are paid in another currency.</param>
public sealed record PayFigures(
    int Employees,
    string? Currency,
    decimal? Value,
    bool Withheld,
    IReadOnlyList<PayGroup> Groups,
    int OtherCurrencies
);

public sealed record PayGroup(string? Name, int Employees, decimal? Value, bool Withheld);

internal sealed class GetPayFiguresHandler(IPayReads reads) : IRequestHandler<GetPayFigures, PayFigures>
{
    public Task<PayFigures> Handle(GetPayFigures request, CancellationToken cancellationToken) =>
        reads.FiguresAsync(request, cancellationToken);
}
