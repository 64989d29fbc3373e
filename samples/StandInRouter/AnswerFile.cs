using System.Text;

namespace StandInRouter;

/// <summary>An answer kept in a file, so that another process can change what the stand-in says.</summary>
internal static class AnswerFile
{
    private static ReadOnlySpan<byte> FaultMark => "fault:"u8;

    /// <summary>
    /// The answer that the file holds now: its bytes, or the fault that its first line names, with the rest as the body that
    /// the fault spoils. A missing or unreadable file, or a fault that does not exist, closes the connection.
    /// </summary>
    public static RouterAnswer Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (!bytes.AsSpan().StartsWith(FaultMark))
            {
                return new RouterAnswer { Body = bytes };
            }

            var endOfLine = bytes.AsSpan().IndexOf((byte)'\n') is var at and >= 0 ? at : bytes.Length;
            var name = Encoding.UTF8.GetString(bytes[FaultMark.Length..endOfLine]).Trim();
            return new RouterAnswer { Fault = FaultNames.Parse(name), Body = bytes.AsMemory(Math.Min(endOfLine + 1, bytes.Length)) };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            Console.Error.WriteLine($"closing the connection: {problem.Message}");
            return RouterAnswer.Of(Fault.Close);
        }
    }
}
