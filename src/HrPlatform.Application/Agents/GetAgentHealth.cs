using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using MediatR;
using Microsoft.Extensions.AI;

namespace HrPlatform.Application.Agents;

/// <summary>Reads what an answer needs: the model's name and, where the caller may, the tenant's names.</summary>
[RequiresScope(Scopes.AgentsUse)]
public sealed record GetAgentHealth : IQuery<AgentHealthView>;

/// <param name="Vocabulary">Null when the caller may not read employees.</param>
public sealed record AgentHealthView(string Mode, string Model, TenantVocabulary? Vocabulary);

internal sealed class GetAgentHealthHandler(IChatClient model, ITenantVocabularyReads names, CallerContext context)
    : IRequestHandler<GetAgentHealth, AgentHealthView>
{
    public async Task<AgentHealthView> Handle(GetAgentHealth request, CancellationToken cancellationToken)
    {
        var metadata = model.GetService<ChatClientMetadata>();
        var mayRead = context.Caller.Has(Scopes.EmployeesRead);
        return new AgentHealthView(
            metadata?.ProviderName ?? "unknown",
            metadata?.DefaultModelId ?? "unknown",
            mayRead ? await names.ReadAsync(cancellationToken) : null
        );
    }
}
