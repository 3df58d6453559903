using System.Collections.Immutable;
using Auditor.Core.Storage.Entities;
using MailKit;
using MailKit.Net.Imap;

namespace Auditor.Worker.Mailboxes;

/// <summary>One step of a connection test.</summary>
/// <param name="Step">Which.</param>
/// <param name="Succeeded">False for the step at which the test ended.</param>
/// <param name="Sentence">What was found, or what is wrong and how to mend it.</param>
public sealed record MailboxTestStep(MailboxStep Step, bool Succeeded, string Sentence);

/// <summary>The steps done; the last one failed unless <see cref="Succeeded"/>.</summary>
public sealed record MailboxTestResult(ImmutableArray<MailboxTestStep> Steps)
{
    /// <summary>The folders that the server has for the user, to choose from; empty before the sign-in.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    public bool Succeeded => Steps.Length > 0 && Steps.All(s => s.Succeeded);

    /// <summary>The failing step; null when all went well.</summary>
    public MailboxTestStep? Failure => Steps.FirstOrDefault(s => !s.Succeeded);
}

/// <summary>Tries a mailbox's settings without changing anything in it.</summary>
public static class MailboxTest
{
    /// <summary>Connects, signs in, opens the folder and asks for the rights that the settings need. Whatever the server does is a result.</summary>
    public static async Task<MailboxTestResult> RunAsync(MailboxSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var steps = new List<MailboxTestStep>();
        IReadOnlyList<string> folders = [];
        var limits = new MailboxLimits { StallTimeout = TimeSpan.FromSeconds(20) };
        var access = settings.Action == MailboxAction.Leave ? FolderAccess.ReadOnly : FolderAccess.ReadWrite;
        try
        {
            var connection = await MailboxConnection.OpenAsync(settings, limits, access, (step, sentence) => steps.Add(new(step, true, sentence)), ListAsync, cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            steps.Add(new(MailboxStep.Write, true, await MailboxRights.CheckAsync(connection, settings, cancellationToken).ConfigureAwait(false)));
        }
        catch (MailboxException e)
        {
            steps.Add(new(e.Step, false, e.Message));
        }

        return new MailboxTestResult([.. steps]) { Folders = [.. folders] };

        async Task ListAsync(ReportImapClient client)
        {
            try
            {
                folders = await MailboxFolders.ListAsync(client, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ImapCommandException or ImapProtocolException or IOException or ServiceNotConnectedException)
            {
                // Names to choose from are an offer; the folder's own step tells what is wrong.
            }
        }
    }
}
