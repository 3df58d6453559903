using Auditor.Core.Storage;
using Auditor.Core.Storage.Views;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class SavedViewTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task A_person_sees_his_own_views_and_shared_ones_and_deletes_only_his_own(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var views = new SavedViews(test.Database, TimeProvider.System);
        (await views.SaveAsync("ann", " Weak keys ", "set=weak-keys", false, Cancel)).Should().BeNull();
        (await views.SaveAsync("ann", "Weak keys", "set=weak-keys&cols=key", true, Cancel)).Should().BeNull();
        (await views.SaveAsync("bob", "Mine", "", false, Cancel)).Should().BeNull();
        (await views.ListAsync("ann", Cancel)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Owner = "ann", Name = "Weak keys", Query = "set=weak-keys&cols=key", IsShared = true });
        var bobs = await views.ListAsync("bob", Cancel);
        bobs.Select(v => v.Name).Should().Equal("Mine", "Weak keys");
        (await views.DeleteAsync("bob", bobs[1].Id, Cancel)).Should().BeFalse();
        (await views.DeleteAsync("bob", bobs[0].Id, Cancel)).Should().BeTrue();
        (await views.ListAsync("bob", Cancel)).Should().ContainSingle();
    }

    [Theory, BothDatabases]
    public async Task Saving_the_same_name_twice_at_once_keeps_one_view(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var views = new SavedViews(test.Database, TimeProvider.System);
        (await Task.WhenAll(Enumerable.Range(0, 6).Select(i => views.SaveAsync("ann", "View", $"page={i}", false, Cancel)))).Should().OnlyContain(problem => problem == null);
        (await views.ListAsync("ann", Cancel)).Should().ContainSingle();
    }

    [Fact]
    public async Task What_cannot_be_saved_is_said()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var views = new SavedViews(test.Database, TimeProvider.System);
        (await views.SaveAsync("ann", "  ", "", false, Cancel)).Should().Be(SavedViewProblem.NoName);
        (await views.SaveAsync("ann", new string('x', SavedViews.MaxName + 1), "", false, Cancel)).Should().Be(SavedViewProblem.TooLong);
        for (var i = 0; i < SavedViews.MostPerOwner; i++)
        {
            (await views.SaveAsync("ann", $"view {i}", "", false, Cancel)).Should().BeNull();
        }

        (await views.SaveAsync("ann", "one more", "", false, Cancel)).Should().Be(SavedViewProblem.TooMany);
        (await views.SaveAsync("ann", "view 7", "q=x", false, Cancel)).Should().BeNull("it takes the place of the one that is there");
    }
}
