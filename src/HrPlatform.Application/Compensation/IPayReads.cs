namespace HrPlatform.Application.Compensation;

/// <summary>Figures over today's pay. Values of groups that are too small never leave the database.</summary>
public interface IPayReads
{
    Task<PayFigures> FiguresAsync(GetPayFigures query, CancellationToken cancellationToken);

    Task<PayGap> GapAsync(GetPayGap query, CancellationToken cancellationToken);
}
