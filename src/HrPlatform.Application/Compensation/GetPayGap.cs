using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Compensation;

/// <summary>
/// The difference between men's and women's pay, in all and per group. A side smaller than
/// <see cref="GetPayFigures.SmallestGroup"/> withholds its group.
/// </summary>
[RequiresScope(Scopes.EmployeesRead, Scopes.CompensationRead, Scopes.PersonalRead)]
public sealed record GetPayGap(WorkforceGrouping? GroupBy, WorkforceFilter Filter) : IQuery<PayGap>;

/// <param name="GenderRecorded">False: no employee that matches has a gender on record, so no gap can be told.</param>
/// <param name="Groups">Widest gap first; withheld ones last.</param>
public sealed record PayGap(
    bool GenderRecorded,
    string? Currency,
    PayGapGroup Overall,
    IReadOnlyList<PayGapGroup> Groups,
    int OtherCurrencies
);

/// <param name="AverageGapPercent">(men − women) / men × 100 of the averages: positive when men earn more.</param>
/// <param name="MedianGapPercent">The same of the medians.</param>
public sealed record PayGapGroup(
    string? Name,
    int Women,
    int Men,
    decimal? WomenAverage,
    decimal? MenAverage,
    decimal? WomenMedian,
    decimal? MenMedian,
    decimal? AverageGapPercent,
    decimal? MedianGapPercent,
    bool Withheld
);

internal sealed class GetPayGapHandler(IPayReads reads) : IRequestHandler<GetPayGap, PayGap>
{
    public Task<PayGap> Handle(GetPayGap request, CancellationToken cancellationToken) =>
        reads.GapAsync(request, cancellationToken);
}
