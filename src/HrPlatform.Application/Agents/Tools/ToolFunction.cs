using Microsoft.SemanticKernel;

namespace HrPlatform.Application.Agents.Tools;

internal static class ToolFunction
{
    public static KernelFunction Create(IAgentTool tool, Delegate method, string description) =>
        KernelFunctionFactory.CreateFromMethod(
            method,
            AgentJson.Options,
            new KernelFunctionFromMethodOptions { FunctionName = tool.Name, Description = description }
        );
}
