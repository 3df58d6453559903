using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Notices;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Notices;

/// <summary>One notice a morning and channel, whoever looks, and what becomes of one that cannot be sent.</summary>
public sealed class NoticeBookTests
{
    private static readonly DateOnly First = new(2026, 11, 1);

    [Theory]
    [BothDatabases]
    public async Task Of_many_workers_one_sends_the_mornings_notice(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        await using var other = database.Another();
        var clock = new SteppedTime();
        var books = new[] { new NoticeBook(database.Database, clock), new NoticeBook(other, clock) };
        await books[0].OpenAsync(First, NoticeChannel.Mail, "ann@example.com", Cancel);
        var day = First.AddDays(1);
        clock.Advance(TimeSpan.FromDays(1));

        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            await books[i % 2].OpenAsync(day, NoticeChannel.Mail, "ann@example.com", Cancel);
            return await books[i % 2].TakeAsync(day, NoticeChannel.Mail, Cancel);
        }));

        taken.Where(t => t is not null).Should().ContainSingle().Which!.Attempts.Should().Be(1);
        await using var context = database.Database.CreateDbContext();
        (await context.Notices.CountAsync(Cancel)).Should().Be(2, "the first morning, and this one");
    }

    [Theory]
    [BothDatabases]
    public async Task A_channels_first_morning_begins_and_sends_nothing(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var clock = new SteppedTime();
        var book = new NoticeBook(database.Database, clock);
        (await book.IsDueAsync(First, NoticeChannel.Webhook, Cancel)).Should().BeTrue();
        await book.OpenAsync(First, NoticeChannel.Webhook, "hooks.example", Cancel);

        (await book.TakeAsync(First, NoticeChannel.Webhook, Cancel)).Should().BeNull();
        (await book.IsDueAsync(First, NoticeChannel.Webhook, Cancel)).Should().BeFalse();
        (await book.LastAsync(5, Cancel)).Should().ContainSingle().Which.State.Should().Be(NoticeState.Begun);

        clock.Advance(TimeSpan.FromDays(1));
        await book.OpenAsync(First.AddDays(1), NoticeChannel.Webhook, "hooks.example", Cancel);
        var notice = await book.TakeAsync(First.AddDays(1), NoticeChannel.Webhook, Cancel);
        notice!.Since.Should().Be(clock.GetUtcNow().AddDays(-1).AddMinutes(-5), "what an audit under way stored later is not lost");
    }

    [Theory]
    [BothDatabases]
    public async Task What_fails_is_tried_again_and_a_worker_that_dies_is_followed_by_another(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var (book, clock) = await BegunAsync(database);
        var day = First.AddDays(1);
        var first = await book.TakeAsync(day, NoticeChannel.Mail, Cancel);
        (await book.TakeAsync(day, NoticeChannel.Mail, Cancel)).Should().BeNull("somebody is sending it");
        clock.Advance(TimeSpan.FromMinutes(6));
        var second = await book.TakeAsync(day, NoticeChannel.Mail, Cancel);
        second.Should().Be(first! with { Attempts = 2, GivenUp = second!.GivenUp }, "the lease of the first is over; it is the same notice");

        await book.FailedAsync(second, new string('e', 2_000), TimeSpan.FromMinutes(10), Cancel);
        (await book.TakeAsync(day, NoticeChannel.Mail, Cancel)).Should().BeNull("it waits");
        clock.Advance(TimeSpan.FromMinutes(11));
        var third = await book.TakeAsync(day, NoticeChannel.Mail, Cancel);
        await book.SentAsync(third!, "one was refused", Cancel);

        (await book.TakeAsync(day, NoticeChannel.Mail, Cancel)).Should().BeNull();
        (await book.IsDueAsync(day, NoticeChannel.Mail, Cancel)).Should().BeFalse();
        (await book.LastAsync(5, Cancel))[0].Should().BeEquivalentTo(new { Day = day, State = NoticeState.Sent, Attempts = 3, Error = "one was refused", NextAttemptAt = (DateTimeOffset?)null, DoneAt = (DateTimeOffset?)clock.GetUtcNow() });
    }

    [Theory]
    [BothDatabases]
    public async Task By_the_next_morning_it_is_given_up_and_the_next_one_stands_in_for_it(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var (book, clock) = await BegunAsync(database);
        var failed = await book.TakeAsync(First.AddDays(1), NoticeChannel.Mail, Cancel);
        await book.FailedAsync(failed!, "550 5.1.1 no such user", TimeSpan.FromHours(1), Cancel);

        clock.Advance(TimeSpan.FromDays(1));
        (await book.OpenAsync(First.AddDays(2), NoticeChannel.Mail, "ann@example.com", Cancel)).Should().Be(1);
        var next = await book.TakeAsync(First.AddDays(2), NoticeChannel.Mail, Cancel);

        next!.GivenUp.Should().Equal(First.AddDays(1));
        next.Since.Should().Be(failed!.Since, "what the other would have told is told by this one");
        (await book.LastAsync(5, Cancel)).Select(n => (n.State, n.Error)).Should().Equal((NoticeState.Waiting, null), (NoticeState.GivenUp, "550 5.1.1 no such user"), (NoticeState.Begun, null));
        await book.SentAsync(next, null, Cancel);
        clock.Advance(TimeSpan.FromDays(1));
        await book.OpenAsync(First.AddDays(3), NoticeChannel.Mail, "ann@example.com", Cancel);
        (await book.TakeAsync(First.AddDays(3), NoticeChannel.Mail, Cancel))!.GivenUp.Should().BeEmpty("that was told once");
    }

    [Theory]
    [BothDatabases]
    public async Task A_long_silence_is_not_made_up_for_and_old_entries_go(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var (book, clock) = await BegunAsync(database);
        await book.QuietAsync((await book.TakeAsync(First.AddDays(1), NoticeChannel.Mail, Cancel))!, Cancel);
        clock.Advance(TimeSpan.FromDays(120));
        await book.OpenAsync(First.AddDays(121), NoticeChannel.Mail, "ann@example.com", Cancel);
        (await book.TakeAsync(First.AddDays(121), NoticeChannel.Mail, Cancel))!.Since.Should().Be(clock.GetUtcNow() - NoticeBook.TellsAtMost);
        (await book.LastAsync(5, Cancel)).Should().ContainSingle();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(NoticeBook Book, SteppedTime Clock)> BegunAsync(TestDatabase database)
    {
        var clock = new SteppedTime();
        var book = new NoticeBook(database.Database, clock);
        await book.OpenAsync(First, NoticeChannel.Mail, "ann@example.com", Cancel);
        clock.Advance(TimeSpan.FromDays(1));
        await book.OpenAsync(First.AddDays(1), NoticeChannel.Mail, "ann@example.com", Cancel);
        return (book, clock);
    }
}
