namespace Auditor.Core.Dns.Network;

/// <summary>The tries of one question: when the next is due, what the best of the failed ones said, and when there is nothing left to wait for.</summary>
/// <param name="servers">Servers that are asked in turn.</param>
/// <param name="options">Number and pace.</param>
internal sealed class Tries(int servers, DnsResolverOptions options)
{
    private readonly int most = options.OneTry ? 1 : Math.Min(DnsResolverOptions.MaxTries, Math.Max(options.Tries, servers));
    private TimeSpan next = TimeSpan.Zero;
    private int refused;
    private int failed;

    /// <summary>Tries sent so far.</summary>
    public int Sent { get; private set; }

    /// <summary>The most telling failure; null while there is none.</summary>
    public (DnsReply Reply, DnsServer Server)? Best { get; private set; }

    /// <summary>True when a try is due.</summary>
    public bool MaySend(TimeSpan elapsed) => CanSend && elapsed >= next;

    /// <summary>How long to wait for a reply before looking again.</summary>
    public TimeSpan UntilNext(TimeSpan elapsed)
    {
        var until = (CanSend ? next : options.QuestionTimeout) - elapsed;
        return until > TimeSpan.Zero ? until : TimeSpan.Zero;
    }

    /// <summary>True when no try is under way or to come, or the question's time is over.</summary>
    public bool AreOver(int running, TimeSpan elapsed) => elapsed >= options.QuestionTimeout || (running == 0 && !CanSend);

    /// <summary>A try was sent: while it stays silent, the next follows after a pause that grows.</summary>
    public void NoteSent(TimeSpan elapsed)
    {
        Sent++;
        next = elapsed + (options.ResendAfter * (1 + ((Sent - 1) * 0.5)));
    }

    /// <summary>A try failed. A refusal leads to the next server at once; a server that just failed upstream is given a moment.</summary>
    public void NoteFailure((DnsReply Reply, DnsServer Server) answer, DnsStatus failure, TimeSpan elapsed)
    {
        if (Best is not { } best || answer.Reply.Kind == ReplyKind.Message || best.Reply.Kind is ReplyKind.Timeout or ReplyKind.Unreachable)
        {
            Best = answer;
        }

        refused += failure == DnsStatus.Refused ? 1 : 0;
        var pause = failure == DnsStatus.Refused ? TimeSpan.Zero : options.FailurePause * (1 << failed++);
        if (answer.Reply.Kind != ReplyKind.Timeout && elapsed + pause < next)
        {
            next = elapsed + pause;
        }
    }

    private bool CanSend => Sent < most && refused < servers && next < options.QuestionTimeout;
}
