using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests;

/// <summary>
/// No message contains an identifier of .NET: an operator can look up neither <c>IOException</c> nor <c>TryAgain</c>. Read
/// from the built program: its texts, and what its methods make texts of.
/// </summary>
public partial class MessageTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The methods that take an exception's message: those of the program's own exceptions, which are sentences, and of the
    /// YAML parser's, which <see cref="The_YAML_parsers_messages_contain_no_identifier"/> reads. One only compares it.
    /// </summary>
    private static readonly string[] MayTakeMessage =
    [
        "HealthClient.Query", "HealthClient.QueryConnected", "HealthReport.ProblemOf", "LogFileSink.Emit", "YamlDocument.ProblemOf", "YamlLayout.Reformat",
    ];

    private static readonly IReadOnlyList<MethodBase> Methods =
    [
        .. from type in typeof(Diagnostic).Assembly.GetTypes()
           where type.Namespace?.StartsWith("ErhChecker", StringComparison.Ordinal) == true
           from method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All))
           where method.Name != "PrintMembers" // of records, whose ToString is not called: it names their types
           select method,
    ];

    [Fact]
    public void No_text_contains_an_identifier() => Assert.Empty(
        from method in Methods
        from text in TypeReferences.OperandsOf(method).OfType<string>()
        where Identifier.IsMatch(text)
        select $"{NameOf(method)}: {text}");

    [Fact]
    public void No_name_of_a_type_or_member_is_read() => Assert.Empty(
        from method in Methods
        from used in TypeReferences.OperandsOf(method).OfType<MethodBase>()
        where used.DeclaringType!.IsAssignableTo(typeof(MemberInfo)) && used.Name is "get_Name" or "get_FullName" or "get_AssemblyQualifiedName" or "get_Namespace"
        select $"{NameOf(method)} calls {NameOf(used)}");

    [Fact]
    public void No_exception_type_or_enumeration_becomes_a_text() => Assert.Empty(
        from method in Methods
        from text in TextsMadeBy(method)
        where text.IsEnum || text.IsAssignableTo(typeof(Exception)) || text.IsAssignableTo(typeof(MemberInfo)) || NamesItsType(text)
        select $"{NameOf(method)} makes a text of {text.FullName}");

    [Fact]
    public void An_exceptions_message_is_taken_only_where_it_is_a_sentence() => Assert.Equal(
        MayTakeMessage.Order(StringComparer.Ordinal),
        Methods
            .Where(method => TypeReferences.OperandsOf(method).OfType<MethodBase>().Any(used => used.Name == "get_Message" && used.DeclaringType!.IsAssignableTo(typeof(Exception))))
            .Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void The_YAML_parsers_messages_contain_no_identifier() => Assert.Empty(
        from type in typeof(YamlDotNet.Core.Parser).Assembly.GetTypes()
        where type.Namespace == "YamlDotNet.Core"
        from method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All))
        let operands = TypeReferences.OperandsOf(method).ToList()
        where operands.OfType<ConstructorInfo>().Any(made => made.DeclaringType!.IsAssignableTo(typeof(YamlDotNet.Core.YamlException)))
        from text in operands.OfType<string>()
        where Identifier.IsMatch(text)
        select $"{NameOf(method)}: {text}");

    /// <summary>What a type's name in a message looks like, and that these tests would see it.</summary>
    [Theory]
    [InlineData("sent no complete response (IOException)")]
    [InlineData("the parser failed with System.FormatException")]
    [InlineData("expected type 'System.Double'")]
    [InlineData("the value is not an Int32")]
    public void An_identifier_is_recognized(string text) => Assert.Matches(Identifier, text);

    private static string NameOf(MethodBase method) => $"{method.DeclaringType!.Name}.{method.Name}";

    /// <summary>A record: its ToString begins with the type's name.</summary>
    private static bool NamesItsType(Type type) =>
        type.GetMethod("PrintMembers", All) is not null && type.GetMethod("ToString", [])!.IsDefined(typeof(CompilerGeneratedAttribute));

    /// <summary>The static types of the values that a method interpolates, concatenates or calls ToString of.</summary>
    private static IEnumerable<Type> TextsMadeBy(MethodBase method)
    {
        object? before = null;
        foreach (var operand in TypeReferences.OperandsOf(method))
        {
            if (operand is MethodInfo { Name: "AppendFormatted", IsGenericMethod: true } append && append.DeclaringType == typeof(DefaultInterpolatedStringHandler))
            {
                yield return append.GetGenericArguments()[0];
            }
            else if (operand is MethodInfo { Name: "ToString" } toString)
            {
                yield return before as Type ?? toString.DeclaringType!; // a type just before is that of a constrained call
            }

            before = operand;
        }
    }

    [GeneratedRegex(@"\b[A-Z]\w*Exception\b|\bSystem\.[A-Z]|\b(U?Int(16|32|64)|TimeSpan|StringBuilder|NullReference|ArgumentNull)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Identifier { get; }
}
