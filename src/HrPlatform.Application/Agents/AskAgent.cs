using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Agents;

/// <summary>Asks an agent and stores nothing. What it may see is what the caller may see.</summary>
/// <param name="Language">The language of the answer, <c>en</c> or <c>fr</c>; null lets the question decide.</param>
/// <param name="History">Earlier messages of the conversation, oldest first.</param>
[RequiresScope(Scopes.AgentsUse)]
public sealed record AskAgent(
    string Agent,
    string Question,
    string? Language = null,
    IReadOnlyList<ConversationTurn>? History = null
) : IQuery<AgentAnswer>;

internal sealed class AskAgentValidator : AbstractValidator<AskAgent>
{
    public AskAgentValidator()
    {
        RuleFor(ask => ask.Question).Question();
        RuleFor(ask => ask.Language).AnswerLanguage();
    }
}

internal static class QuestionRules
{
    private const int LongestQuestion = 2000;

    public static IRuleBuilderOptions<T, string> Question<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotEmpty().MaximumLength(LongestQuestion);

    public static IRuleBuilderOptions<T, string?> AnswerLanguage<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(language => language is null or "en" or "fr")
            .WithErrorCode("UnknownLanguage")
            .WithMessage("Answers come in 'en' or 'fr'. Leave it out to be answered in the language of the question.");
}

internal sealed class AskAgentHandler(AgentRunner runner, CallerContext context)
    : IRequestHandler<AskAgent, AgentAnswer>
{
    public Task<AgentAnswer> Handle(AskAgent request, CancellationToken cancellationToken)
    {
        var agent = BuiltInAgents.Find(request.Agent) ?? throw ProblemException.NotFound("agent of this name");
        return runner.AskAsync(
            agent,
            request.Question,
            request.Language,
            request.History ?? [],
            new AgentCaller(context.Caller.Scopes),
            cancellationToken
        );
    }
}
