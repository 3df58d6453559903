namespace Auditor.Worker.Cli.Audits;

/// <summary>A counter on stderr, shown only to a person who sees nothing else move: stderr is a terminal, stdout is not.</summary>
internal sealed class AuditProgress(int total)
{
    private readonly bool isShown = total > 1 && !Console.IsErrorRedirected && Console.IsOutputRedirected;
    private int done;

    public void Report()
    {
        done++;
        if (isShown)
        {
            Console.Error.Write($"\r{done} of {total} domains");
        }
    }

    public void Clear()
    {
        if (isShown)
        {
            Console.Error.Write("\r\u001b[K");
        }
    }
}
