using System.Net;
using Auditor.Core.Senders.Enrichment;
using Auditor.Core.Storage;
using Auditor.Tests.Support;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Auditor.Tests.Worker.Settings;

/// <summary>A database of addresses whose file is replaced while it is in use.</summary>
public sealed class AddressFileChangeTests : IDisposable
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.7");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-files-");
    private readonly SteppedTime time = new();

    private string File => Path.Combine(folder.FullName, "country.mmdb");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_changed_is_read_again_at_most_once_a_minute()
    {
        Save("CH", hoursAgo: 3);
        using var databases = AddressDatabases.Open(File, time);
        databases.Find(Address).Country.Should().Be("CH");
        databases.States.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Path = File, BuiltAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), Trouble = (string?)null });

        Save("NL", hoursAgo: 2);
        databases.LookAgain().Should().BeEmpty("a minute is not over");
        databases.Find(Address).Country.Should().Be("CH");
        time.Advance(AddressFile.LookEvery);
        databases.LookAgain().Should().ContainSingle().Which.ReadAt.Should().Be(time.GetUtcNow());
        databases.Find(Address).Country.Should().Be("NL");

        time.Advance(AddressFile.LookEvery);
        databases.LookAgain().Should().BeEmpty("it did not change");
        Replace("DE", hoursAgo: 1);
        time.Advance(AddressFile.LookEvery);
        databases.LookAgain().Should().ContainSingle();
        databases.Find(Address).Country.Should().Be("DE", "renaming a new file over it is a change as well");
    }

    [Fact]
    public void A_file_that_cannot_be_read_leaves_the_content_before_in_use_and_says_why_once()
    {
        Save("CH", hoursAgo: 3);
        using var databases = AddressDatabases.Open(File, time);
        Damage("half of a file", hoursAgo: 2);
        Look(databases).Should().ContainSingle().Which.Trouble.Should().NotBeNullOrEmpty();
        databases.Find(Address).Country.Should().Be("CH");
        Look(databases).Should().BeEmpty("nothing is new");

        System.IO.File.Delete(File);
        Look(databases).Should().ContainSingle().Which.Trouble.Should().Be("there is no such file");
        databases.Find(Address).Country.Should().Be("CH");

        Save("NL", hoursAgo: 1);
        Look(databases).Should().ContainSingle().Which.Trouble.Should().BeNull();
        databases.Find(Address).Country.Should().Be("NL");
    }

    [Fact]
    public void A_file_that_breaks_off_or_points_nowhere_is_not_taken()
    {
        Save("CH", hoursAgo: 3);
        using var databases = AddressDatabases.Open(File, time);
        var whole = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, whole[..^10]);
        SetAge(2);
        Look(databases).Should().ContainSingle().Which.Trouble.Should().NotBeNull();
        System.IO.File.WriteAllBytes(File, [.. Enumerable.Repeat((byte)0xF0, 60), .. whole[60..]]);
        SetAge(1);
        Look(databases);
        databases.States[0].Trouble.Should().NotBeNull();
        databases.Find(Address).Country.Should().Be("CH");
    }

    [Fact]
    public void A_file_that_is_still_written_waits()
    {
        Save("CH", hoursAgo: 3);
        using var databases = AddressDatabases.Open(File, time);
        Save("NL", hoursAgo: 0);
        time.Advance(AddressFile.LookEvery);
        System.IO.File.SetLastWriteTimeUtc(File, time.GetUtcNow().UtcDateTime.AddSeconds(-1));
        databases.LookAgain().Should().BeEmpty();
        databases.Find(Address).Country.Should().Be("CH");
        Look(databases).Should().ContainSingle();
        databases.Find(Address).Country.Should().Be("NL");
    }

    [Fact]
    public async Task Lookups_go_on_while_files_change_under_them()
    {
        Save("AA", hoursAgo: 90);
        using var databases = AddressDatabases.Open(File, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var looking = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var seen = new HashSet<string?>();
            while (!stop.IsCancellationRequested)
            {
                seen.Add(databases.Find(Address).Country);
            }

            return seen;
        })).ToList();
        for (var change = 0; change < 40; change++)
        {
            Replace(change % 2 == 0 ? "BB" : "AA", hoursAgo: 80 - change);
            Look(databases).Should().ContainSingle();
        }

        await stop.CancelAsync();
        (await Task.WhenAll(looking)).SelectMany(s => s).Distinct().Should().BeSubsetOf(["AA", "BB"]);
    }

    [Theory, BothDatabases]
    public async Task What_became_of_it_is_told_to_the_pages(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var book = new AddressFileBook(test.Database, time);
        Save("CH", hoursAgo: 3);
        using (var databases = AddressDatabases.Open(File, time))
        {
            var watch = new AddressFileWatch(databases, book, NullLogger<AddressFileWatch>.Instance);
            await watch.LookAsync(Cancel);
            (await book.ReadAsync(Cancel)).Should().Equal(databases.States).And.HaveCount(1);
            Damage("no database", hoursAgo: 2);
            time.Advance(AddressFile.LookEvery);
            await watch.LookAsync(Cancel);
            (await book.ReadAsync(Cancel)).Should().ContainSingle().Which.Trouble.Should().NotBeNull();
        }

        using var none = AddressDatabases.Open("", time);
        await new AddressFileWatch(none, book, NullLogger<AddressFileWatch>.Instance).LookAsync(Cancel);
        (await book.ReadAsync(Cancel)).Should().BeEmpty("the worker uses none any more");
        none.Find(Address).Should().Be(AddressOrigin.None);
    }

    private IReadOnlyList<AddressFileState> Look(AddressDatabases databases)
    {
        time.Advance(AddressFile.LookEvery);
        return databases.LookAgain();
    }

    private void Save(string country, int hoursAgo)
    {
        new AddressDatabaseFile().With("192.0.2.0/24", ("country", country)).Save(File);
        SetAge(hoursAgo);
    }

    private void Replace(string country, int hoursAgo)
    {
        var next = File + ".new";
        new AddressDatabaseFile().With("192.0.2.0/24", ("country", country)).Save(next);
        System.IO.File.SetLastWriteTimeUtc(next, time.GetUtcNow().UtcDateTime.AddHours(-hoursAgo));
        System.IO.File.Move(next, File, overwrite: true);
    }

    private void Damage(string content, int hoursAgo)
    {
        System.IO.File.WriteAllText(File, content);
        SetAge(hoursAgo);
    }

    private void SetAge(int hoursAgo) => System.IO.File.SetLastWriteTimeUtc(File, time.GetUtcNow().UtcDateTime.AddHours(-hoursAgo));
}
