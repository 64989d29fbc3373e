using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>How a file is written.</summary>
internal enum WriteMode
{
    /// <summary>Opened and appended to, as a log.</summary>
    Append,

    /// <summary>Written under another name beside it, and renamed over it.</summary>
    Replace,
}

/// <summary>Whether this user could write a file: nothing is created, written or touched.</summary>
internal static class WritableFile
{
    /// <summary>Tests it with the path checks of the real writing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">How it is to be written.</param>
    /// <param name="refusal">Returns why what the path leads to must not be written, to follow the path, or null.</param>
    /// <returns>Why it cannot be written, to follow the path; null when it can.</returns>
    public static string? WhyNot(string path, WriteMode mode, Func<FileIdentity, string?>? refusal = null) =>
        mode == WriteMode.Append ? AppendableFile.WhyNot(path, refusal) : FileReplacement.WhyNot(path, refusal);
}
