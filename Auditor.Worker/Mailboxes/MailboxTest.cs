using System.Collections.Immutable;
using MailKit;

namespace Auditor.Worker.Mailboxes;

/// <summary>One step of a connection test.</summary>
/// <param name="Step">Which.</param>
/// <param name="Succeeded">False for the step at which the test ended.</param>
/// <param name="Sentence">What was found, or what is wrong and how to mend it.</param>
public sealed record MailboxTestStep(MailboxStep Step, bool Succeeded, string Sentence);

/// <summary>The steps done; the last one failed unless <see cref="Succeeded"/>.</summary>
public sealed record MailboxTestResult(ImmutableArray<MailboxTestStep> Steps)
{
    public bool Succeeded => Steps.Length > 0 && Steps.All(s => s.Succeeded);

    /// <summary>The failing step; null when all went well.</summary>
    public MailboxTestStep? Failure => Steps.FirstOrDefault(s => !s.Succeeded);
}

/// <summary>Tries a mailbox's settings without changing anything in it.</summary>
public static class MailboxTest
{
    /// <summary>Connects, signs in and opens the folder for reading. Whatever the server does is a result.</summary>
    public static async Task<MailboxTestResult> RunAsync(MailboxSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var steps = new List<MailboxTestStep>();
        var limits = new MailboxLimits { StallTimeout = TimeSpan.FromSeconds(20) };
        try
        {
            await using var connection = (await MailboxConnection.OpenAsync(
                settings, limits, FolderAccess.ReadOnly, (step, sentence) => steps.Add(new(step, true, sentence)), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (MailboxException e)
        {
            steps.Add(new(e.Step, false, e.Message));
        }

        return new MailboxTestResult([.. steps]);
    }
}
