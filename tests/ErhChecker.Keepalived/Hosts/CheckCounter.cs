namespace ErhChecker.Keepalived.Hosts;

/// <summary>
/// Counts checks by the stand-in router's reads of its answer, which it reads anew for each request.
/// </summary>
internal sealed class CheckCounter(string answerFile)
{
    private DateTime _last = File.GetLastAccessTimeUtc(answerFile);

    /// <summary>The checks seen so far; to be asked more often than checks come.</summary>
    public int Count
    {
        get
        {
            var read = File.GetLastAccessTimeUtc(answerFile);
            if (read != _last)
            {
                _last = read;
                field++;
            }

            return field;
        }
    }
}
