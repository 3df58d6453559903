using Auditor.Web.Components;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web.Components;

public sealed class LeavingTests
{
    [Fact]
    public async Task What_goes_on_after_a_component_was_left_is_cancelled_and_never_an_error()
    {
        var leaving = new Leaving();
        var waiting = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, leaving.Token);
        leaving.Dispose();

        await waiting.Invoking(w => w).Should().ThrowAsync<OperationCanceledException>();
        leaving.IsCancellationRequested.Should().BeTrue();
        var late = () => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, leaving.Token);
        await late.Should().ThrowAsync<OperationCanceledException>();
    }
}
