using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace HrPlatform.Architecture.Tests;

/// <summary>The product's assemblies as reflection sees them.</summary>
internal static class Code
{
    public static Assembly Domain { get; } = typeof(HrPlatform.Domain.Tenants.Tenant).Assembly;

    public static Assembly Application { get; } = typeof(HrPlatform.Application.DependencyInjection).Assembly;

    public static Assembly Infrastructure { get; } = typeof(HrPlatform.Infrastructure.DependencyInjection).Assembly;

    public static Assembly Api { get; } = typeof(Program).Assembly;

    public static IReadOnlyList<Assembly> All { get; } = [Domain, Application, Infrastructure, Api];

    /// <summary>What people wrote: no types of the compiler or of generators.</summary>
    public static IEnumerable<Type> TypesOf(params IEnumerable<Assembly> assemblies) =>
        assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.Namespace?.StartsWith("HrPlatform", StringComparison.Ordinal) == true
                && !type.IsDefined(typeof(CompilerGeneratedAttribute))
                && !type.Name.Contains('<')
            );

    /// <summary>Each called method or constructor with the outermost type whose code calls it.</summary>
    public static IEnumerable<(Type Caller, MethodBase Callee)> CallsIn(Assembly assembly)
    {
        const BindingFlags Own =
            BindingFlags.Public
            | BindingFlags.NonPublic
            | BindingFlags.Instance
            | BindingFlags.Static
            | BindingFlags.DeclaredOnly;
        return from type in assembly.GetTypes()
            let outermost = Outermost(type)
            from method in type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own))
            from callee in CalleesOf(method)
            select (outermost, callee);
    }

    public static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static IEnumerable<MethodBase> CalleesOf(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        var at = 0;
        while (at < code.Length)
        {
            var opcode = code[at] == 0xFE ? OpCodeOf(unchecked((short)(0xFE00 | code[at + 1]))) : OpCodeOf(code[at]);
            at += opcode.Size;
            if (opcode.OperandType is OperandType.InlineMethod or OperandType.InlineTok)
            {
                if (TryResolve(method, BitConverter.ToInt32(code, at)) is { } callee)
                    yield return callee;
            }
            at += OperandSize(opcode, code, at);
        }
    }

    private static MethodBase? TryResolve(MethodBase method, int token)
    {
        var type = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, type, arguments) as MethodBase;
    }

    private static int OperandSize(OpCode opcode, byte[] code, int at) =>
        opcode.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
            _ => 4,
        };

    private static OpCode OpCodeOf(short value) => _opcodes[value];

    private static readonly Dictionary<short, OpCode> _opcodes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(opcode => opcode.Value);
}
