using HrPlatform.Application.Agents;
using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Compensation;
using HrPlatform.Application.Conversations;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Skills;
using HrPlatform.Infrastructure.Ai.Offline;
using HrPlatform.Infrastructure.Persistence.Conversations;
using HrPlatform.Infrastructure.Persistence.Insights;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Ai;

internal static class AgentServices
{
    public static void AddAgents(this IServiceCollection services)
    {
        services.AddSingleton<IChatClient, OfflineChatClient>();
        services.AddScoped<AgentRunner>();
        services.AddScoped<IAgentTool, EmployeeStatisticsTool>();
        services.AddScoped<IAgentTool, SearchEmployeesTool>();
        services.AddScoped<IAgentTool, CompensationStatisticsTool>();
        services.AddScoped<IAgentTool, SkillExpertsTool>();
        services.AddScoped<IAgentTool, TrainingRecommendationsTool>();
        services.AddScoped<IAgentTool, SearchDocumentsTool>();
        services.AddScoped<ITenantVocabularyReads, TenantVocabularyReads>();
        services.AddScoped<IWorkforceReads, WorkforceReads>();
        services.AddScoped<IPayReads, PayReads>();
        services.AddScoped<ISkillInsights, SkillInsights>();
        services.AddScoped<IConversationReads, ConversationReads>();
    }
}
