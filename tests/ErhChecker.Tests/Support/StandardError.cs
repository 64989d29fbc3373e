using System.Text;

namespace ErhChecker.Tests.Support;

/// <summary>Tests that look at the process's own standard error or umask: one after the other, and beside no other test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StandardErrorTests
{
    /// <summary>The collection's name.</summary>
    public const string Name = "standard error";
}

/// <summary>Leads standard error, file descriptor 2, to a file until disposed.</summary>
internal sealed class StandardError : IDisposable
{
    private const int Error = 2;

    private readonly TestFolder folder = new();
    private readonly int kept = Posix.dup(Error);
    private readonly FileStream file;

    /// <summary>Begins to take what is written.</summary>
    public StandardError()
    {
        file = new FileStream(folder["stderr"], FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Equal(Error, Posix.dup2((int)file.SafeFileHandle.DangerousGetHandle(), Error));
    }

    /// <summary>The lines written so far.</summary>
    public IReadOnlyList<string> Lines => File.ReadAllText(folder["stderr"], Encoding.UTF8).Split('\n')[..^1];

    public void Dispose()
    {
        Assert.Equal(Error, Posix.dup2(kept, Error));
        _ = Posix.close(kept);
        file.Dispose();
        folder.Dispose();
    }
}
