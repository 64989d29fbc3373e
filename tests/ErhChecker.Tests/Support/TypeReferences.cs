using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace ErhChecker.Tests.Support;

/// <summary>What a type uses: in its declaration, its members' signatures and its methods' bodies.</summary>
internal static class TypeReferences
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(opCode => opCode.Value);

    /// <summary>The types that <paramref name="type"/> uses, without arrays, pointers and type arguments around them.</summary>
    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(type.BaseType);
        Array.ForEach(type.GetInterfaces(), Add);
        Array.ForEach(type.GetFields(All), field => Add(field.FieldType));
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            Array.ForEach(method.GetParameters(), parameter => Add(parameter.ParameterType));
            Add((method as MethodInfo)?.ReturnType);
            foreach (var variable in method.GetMethodBody()?.LocalVariables ?? [])
            {
                Add(variable.LocalType);
            }

            foreach (var member in OperandsOf(method).OfType<MemberInfo>())
            {
                Add(member as Type ?? member.DeclaringType);
                Add((member as FieldInfo)?.FieldType);
            }
        }

        return found;

        void Add(Type? used)
        {
            while (used is { HasElementType: true })
            {
                used = used.GetElementType();
            }

            if (used is null || used.IsGenericParameter)
            {
                return;
            }

            Array.ForEach(used.GetGenericArguments(), Add);
            found.Add(used.IsGenericType ? used.GetGenericTypeDefinition() : used);
        }
    }

    /// <summary>The members (<see cref="MemberInfo"/>) and texts (<see cref="string"/>) that a method's instructions name, in their order.</summary>
    public static IEnumerable<object> OperandsOf(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xfe ? (short)(0xfe00 | code[at + 1]) : code[at];
            var opCode = OpCodesByValue[value];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(
                    BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)),
                    method.DeclaringType!.GetGenericArguments(),
                    method.IsGenericMethod ? method.GetGenericArguments() : null)!;
            }

            if (opCode.OperandType == OperandType.InlineString)
            {
                yield return method.Module.ResolveString(BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)));
            }

            at += OperandLength(opCode, code.AsSpan(at));
        }
    }

    private static int OperandLength(OpCode opCode, ReadOnlySpan<byte> operand) => opCode.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(operand)),
        _ => 4,
    };
}
