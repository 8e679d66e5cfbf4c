namespace HrPlatform.Application.Skills;

/// <summary>Who knows what best, and what is missing where.</summary>
public interface ISkillInsights
{
    Task<SkillExperts> ExpertsAsync(GetSkillExperts query, CancellationToken cancellationToken);

    Task<TrainingNeeds> TrainingNeedsAsync(GetTrainingNeeds query, CancellationToken cancellationToken);
}
