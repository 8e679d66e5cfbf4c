namespace HrPlatform.Application.Agents;

/// <summary>Whose rights a question is answered with. Tools ask it again on every call.</summary>
public sealed record AgentCaller(IReadOnlySet<string> Scopes)
{
    public bool May(string scope) => Scopes.Contains(scope);
}
