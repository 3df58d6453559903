using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Smtp;
using Auditor.Tests.Support;
using Auditor.Worker.Smtp;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Smtp;

public sealed class PoliteSmtpProbeTests
{
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Two = IPAddress.Parse("192.0.2.2");

    [Fact]
    public async Task An_address_is_connected_to_once_a_minute_whoever_asks()
    {
        var time = new SteppedTime();
        var inner = new FakeSmtpProbe();
        using var probe = new PoliteSmtpProbe(inner, time);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => probe.ProbeAsync(One, DomainName.Parse($"mx{i}.example.com"), Cancel).AsTask()));
        await probe.ProbeAsync(Two, null, Cancel);
        time.Advance(TimeSpan.FromSeconds(59));
        await probe.ProbeAsync(One, null, Cancel);
        inner.Asked.Select(a => a.Address).Should().Equal(One, Two);

        time.Advance(TimeSpan.FromSeconds(1));
        await probe.ProbeAsync(One, null, Cancel);
        inner.Asked.Select(a => a.Address).Should().Equal(One, Two, One);
    }

    [Fact]
    public async Task Whoever_stops_waiting_does_not_end_the_probe_of_the_others()
    {
        var inner = new HeldProbe();
        using var probe = new PoliteSmtpProbe(inner, new SteppedTime());
        using var impatient = new CancellationTokenSource();
        var first = probe.ProbeAsync(One, null, impatient.Token).AsTask();
        var second = probe.ProbeAsync(One, null, Cancel).AsTask();

        await impatient.CancelAsync();
        inner.Release.SetResult();

        await first.Invoking(async task => await task).Should().ThrowAsync<OperationCanceledException>();
        (await second).Status.Should().Be(SmtpProbeStatus.Answered);
    }

    [Fact]
    public async Task Only_so_many_connections_are_under_way_at_a_time()
    {
        var inner = new HeldProbe();
        using var probe = new PoliteSmtpProbe(inner, new SteppedTime());
        var all = Enumerable.Range(1, 60).Select(i => probe.ProbeAsync(IPAddress.Parse($"192.0.2.{i}"), null, Cancel).AsTask()).ToList();

        inner.Started.Should().Be(24);
        inner.Release.SetResult();
        await Task.WhenAll(all);

        inner.Started.Should().Be(60);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed class HeldProbe : ISmtpProbe
    {
        private int started;

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Started => started;

        public async ValueTask<SmtpProbeResult> ProbeAsync(IPAddress address, DomainName? host, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref started);
            await Release.Task;
            return new SmtpProbeResult(address, SmtpProbeStatus.Answered);
        }
    }
}
