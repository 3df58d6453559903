using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker.Mailboxes;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

/// <summary>What servers do now and then: whatever it is, the next poll goes on, nothing is lost and nothing counted twice.</summary>
public sealed class MailboxOddityTests(DovecotFixture fixture) : IClassFixture<DovecotFixture>
{
    [Fact]
    public async Task The_scripted_server_is_read_like_a_real_one()
    {
        await using var server = Server();
        await using var mailbox = await MailboxAsync(server);

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=6");
    }

    [Fact]
    public async Task A_goodbye_in_the_middle_is_answered_with_a_new_connection()
    {
        await using var server = Server();
        var goodbyes = 0;
        server.Odd = command => command.Contains("BODY", StringComparison.Ordinal) && goodbyes++ < 2 ? "bye" : null;
        await using var mailbox = await MailboxAsync(server, reconnects: 3);

        (await mailbox.PollAsync()).Should().BeNull();

        goodbyes.Should().BeGreaterThan(2);
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=6");
    }

    [Fact]
    public async Task A_server_that_always_says_goodbye_is_told_and_read_later()
    {
        await using var server = Server();
        server.Odd = command => command.Contains("BODY", StringComparison.Ordinal) ? "bye" : null;
        await using var mailbox = await MailboxAsync(server, reconnects: 1);

        (await mailbox.PollAsync()).Should().StartWith("localhost broke the connection off 2 times").And.EndWith("The next poll goes on where this one stopped.");
        (await mailbox.StateAsync()).LastErrorStep.Should().Be("fetch");
        server.Odd = _ => null;
        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=6");
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up_after_the_stall_time()
    {
        await using var server = Server();
        server.Odd = command => command.Contains("BODY", StringComparison.Ordinal) ? "silence" : null;
        await using var mailbox = await MailboxAsync(server);
        mailbox.Limits = mailbox.Limits with { StallTimeout = TimeSpan.FromMilliseconds(300) };

        (await mailbox.PollAsync()).Should().StartWith("localhost broke the connection off 1 times");
        server.Odd = _ => null;
        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=6");
    }

    [Fact]
    public async Task A_mail_that_the_server_refuses_is_tried_three_times_then_ledgered_as_failed_and_the_others_are_read()
    {
        await using var server = Server();
        server.Odd = command => command.Contains("BODY", StringComparison.Ordinal) && Names(command, 3) ? "{tag} NO [SERVERBUG] cannot read that message\r\n" : null;
        await using var mailbox = await MailboxAsync(server);

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=5 Failed=1");
        var failed = (await mailbox.LedgerAsync()).Single(e => e.Outcome == PartOutcome.Failed);
        failed.Uid.Should().Be(3);
        failed.Reason.Should().Be("The mail could not be taken in: the server does not hand it out: cannot read that message.");
        server.Commands.Count(c => c.StartsWith("UID FETCH 3 ", StringComparison.Ordinal) && c.Contains("BODY", StringComparison.Ordinal)).Should().Be(3);
        (await mailbox.StateAsync()).LastUid.Should().Be(6);
    }

    [Fact]
    public async Task A_mail_that_is_there_and_not_handed_out_is_not_taken_for_deleted()
    {
        await using var server = Server();
        server.Odd = command => command.StartsWith("UID FETCH 3 ", StringComparison.Ordinal) && command.Contains("BODY", StringComparison.Ordinal) ? "{tag} OK done\r\n" : Names(command, 3) && command.Contains("BODY", StringComparison.Ordinal) ? "{tag} NO try one by one\r\n" : null;
        await using var mailbox = await MailboxAsync(server);

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=5 Failed=1");
    }

    [Fact]
    public async Task Mails_that_vanish_between_listing_and_fetching_are_no_failure()
    {
        await using var server = Server();
        server.Odd = command =>
        {
            if (command.Contains("BODY", StringComparison.Ordinal))
            {
                server.Mails.Remove(2);
                server.Mails.Remove(5);
            }

            return null;
        };
        await using var mailbox = await MailboxAsync(server);

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=4");
        (await mailbox.LedgerAsync()).Select(e => e.Uid).Should().Equal(1, 3, 4, 6);
        (await mailbox.StateAsync()).LastUid.Should().Be(6);
    }

    [Fact]
    public async Task A_server_that_lies_about_a_size_fills_no_memory()
    {
        await using var server = Server();
        server.Mails[4] = ReportMails.Mail("liar", "large.bin", new byte[200 * 1024]);
        server.Odd = command => command.StartsWith("UID FETCH", StringComparison.Ordinal) && command.Contains("RFC822.SIZE", StringComparison.Ordinal)
            ? string.Concat(server.Mails.Keys.Index().Select(m => $"* {m.Index + 1} FETCH (UID {m.Item} RFC822.SIZE 1000)\r\n")) + "{tag} OK done\r\n"
            : null;
        await using var mailbox = await MailboxAsync(server);
        mailbox.Limits = mailbox.Limits with { MaxMessageBytes = 64 * 1024 };

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=5 Quarantined=1");
        (await mailbox.LedgerAsync()).Single(e => e.Outcome == PartOutcome.Quarantined).ReasonCode.Should().Be("message-too-large");
    }

    [Fact]
    public async Task A_mail_whose_taking_in_ended_the_process_each_time_is_passed()
    {
        await using var server = Server();
        await using var mailbox = await MailboxAsync(server);
        await mailbox.ChangeAsync(m => (m.UidValidity, m.AttemptFirstUid, m.AttemptLastUid, m.AttemptCount) = (7, 1, 1, 3 * MailboxStore.TryCost));

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=5 Failed=1");
        (await mailbox.LedgerAsync())[0].Reason.Should().Be("The mail could not be taken in: the worker ended each time while it was taken in.");
    }

    [Fact]
    public async Task What_a_killed_worker_had_begun_is_taken_one_by_one()
    {
        await using var server = Server();
        await using var mailbox = await MailboxAsync(server);
        await mailbox.ChangeAsync(m => (m.UidValidity, m.AttemptFirstUid, m.AttemptLastUid, m.AttemptCount) = (7, 1, 4, MailboxStore.TryCost));

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=6");
        server.Commands.Where(c => c.Contains("BODY", StringComparison.Ordinal)).Select(c => c.Split(' ')[2]).Should().Equal("1", "2", "3", "4", "5:6");
    }

    [Fact]
    public async Task A_password_in_the_words_of_a_server_is_not_repeated()
    {
        await using var server = Server();
        server.Odd = command => command.StartsWith("AUTHENTICATE", StringComparison.Ordinal) || command.StartsWith("LOGIN", StringComparison.Ordinal)
            ? $"{{tag}} NO user tried {DovecotServer.Password}\r\n" : null;
        await using var mailbox = await MailboxAsync(server);

        var error = await mailbox.PollAsync();

        error.Should().StartWith("localhost refuses the user name or the password").And.NotContain(DovecotServer.Password);
        (await mailbox.StateAsync()).LastErrorStep.Should().Be("login");
    }

    [Theory]
    [InlineData(MailboxStep.Connect, 1, 900, 60)]
    [InlineData(MailboxStep.Connect, 4, 900, 480)]
    [InlineData(MailboxStep.Connect, 40, 900, 3600)]
    [InlineData(MailboxStep.SignIn, 1, 900, 900)]
    [InlineData(MailboxStep.SignIn, 9, 7200, 7200)]
    internal void Failures_in_a_row_wait_longer_and_longer(MailboxStep step, int failures, int interval, int seconds) =>
        MailboxPolls.WaitAfter(step, failures, TimeSpan.FromSeconds(interval)).Should().Be(TimeSpan.FromSeconds(seconds));

    private static bool Names(string command, uint uid) =>
        command.Split(' ') is ["UID", "FETCH", var set, ..] && set.Split(',').Any(r => r.Split(':') is [var a, var b] ? uint.Parse(a, null) <= uid && uid <= uint.Parse(b, null) : uint.Parse(r, null) == uid);

    private static ScriptedImapServer Server()
    {
        var server = new ScriptedImapServer();
        for (uint uid = 1; uid <= 6; uid++)
        {
            server.Mails[uid] = ReportMails.Report((int)uid);
        }

        return server;
    }

    private async Task<ReadingMailbox> MailboxAsync(ScriptedImapServer server, int reconnects = 0)
    {
        var mailbox = await ReadingMailbox.CreateAsync(fixture.Server, m => (m.Port, m.Security) = (server.Port, MailboxSecurity.None));
        mailbox.Limits = mailbox.Limits with { Reconnects = reconnects };
        return mailbox;
    }
}
