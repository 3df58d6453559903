using System.Diagnostics;
using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker.Jobs;
using FluentAssertions;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace Auditor.Tests.Worker.Jobs;

public sealed class WorkQueueTests
{
    private const int Many = 10_000;

    private readonly StillTime time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task Ten_thousand_requests_are_one_statement_and_what_is_asked_for_already_is_not_asked_for_twice(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var queue = Queue(test.Database);
        await queue.AskAsync(WorkKind.Audit, ["d5.example", "d7.example"], "first", Cancel);
        await queue.AskAsync(WorkKind.Poll, ["d6.example"], "first", Cancel);

        using (var counted = new Statements(test.Database))
        {
            await queue.AskAsync(WorkKind.Audit, [.. Names(0, Many), "d1.example"], "second", Cancel);
            counted.Count.Should().Be(1);
        }

        await using var db = test.Database.CreateDbContext();
        var open = await db.WorkRequests.AsNoTracking().Where(r => r.Kind == WorkKind.Audit).OrderBy(r => r.Id).ToListAsync(Cancel);
        open.Should().HaveCount(Many);
        open.Take(4).Select(r => (r.Target, r.CreatedBy)).Should().Equal(("d5.example", "first"), ("d7.example", "first"), ("d0.example", "second"), ("d1.example", "second"));
        open.Should().OnlyContain(r => r.CreatedAt == time.GetUtcNow() && r.DoneAt == null && r.TakenAt == null && r.LeaseUntil == null && r.Error == null);

        await db.WorkRequests.Where(r => r.Target == "d5.example").ExecuteUpdateAsync(r => r.SetProperty(x => x.DoneAt, time.GetUtcNow()), Cancel);
        await queue.AskAsync(WorkKind.Audit, ["d5.example"], null, Cancel);
        (await db.WorkRequests.CountAsync(r => r.Target == "d5.example", Cancel)).Should().Be(2, "what is done may be asked for again");
    }

    [Theory, BothDatabases]
    public async Task Two_that_ask_at_once_ask_for_each_once(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var queue = Queue(test.Database);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => queue.AskAsync(WorkKind.Audit, [.. Names(i * 1_000, 5_000)], $"asker {i}", Cancel), Cancel)));
        await using var db = test.Database.CreateDbContext();
        var targets = await db.WorkRequests.Select(r => r.Target).ToListAsync(Cancel);
        targets.Should().HaveCount(8_000).And.OnlyHaveUniqueItems();
    }

    [Theory, BothDatabases]
    public async Task A_target_of_any_characters_is_kept_as_it_is(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        string[] targets = ["a'b\"c\\d", "{e},f", "ümläut.example", "\u2028"];
        await Queue(test.Database).AskAsync(WorkKind.Poll, targets, "o'hara", Cancel);
        await using var db = test.Database.CreateDbContext();
        (await db.WorkRequests.OrderBy(r => r.Id).Select(r => r.Target).ToListAsync(Cancel)).Should().Equal(targets);
    }

    private static IEnumerable<string> Names(int first, int count) => Enumerable.Range(first, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"d{i}.example"));

    private WorkQueue Queue(AuditorDatabase database) => new(database, new BackgroundJobClient(new InMemoryStorage()), time);

    /// <summary>Counts the statements on one database.</summary>
    private sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly List<IDisposable> subscriptions = [];
        private readonly string source;

        public Statements(AuditorDatabase database)
        {
            using var db = database.CreateDbContext();
            source = db.Database.GetConnectionString()!;
            subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public int Count { get; private set; }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
            {
                subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is CommandExecutedEventData { Context: { } context } && context.Database.GetConnectionString() == source)
            {
                Count++;
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => subscriptions.ForEach(s => s.Dispose());
    }
}
