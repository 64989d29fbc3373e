using ErhChecker.Output;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Output;

/// <summary>The picture in docs/output.md shows what the program prints.</summary>
public class PictureTests
{
    private static readonly (string Label, string Text)[] Inputs =
        [("Router config", "/opt/netfoundry/ziti/ziti-router/config.yml"), ("No-traversal", "/etc/no-traversal.yml")];

    [Fact]
    public void The_picture_of_a_drain_is_the_programs_text()
    {
        var text = TextOutput.Format(Inputs, Samples.Results["draining"], [], color: true);

        Golden.Matches("../../../docs/text-draining.svg", TerminalPicture.Of(
            "The text output of a check while draining",
            "A terminal: the check's inputs, the controller, each link and whether it is usable, the drain, the decision and the next step.",
            $"$ /home/ziggy/erhchecker.pyz --output text; echo \"exit $?\"\n{text}exit 0\n"));
    }
}
