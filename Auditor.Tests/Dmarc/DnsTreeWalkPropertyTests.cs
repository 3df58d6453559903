using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dmarc;

public sealed class DnsTreeWalkPropertyTests
{
    private static readonly string[] Records =
        ["v=DMARC1; p=reject", "v=DMARC1; p=none; psd=n", "v=DMARC1; p=none; psd=y", "v=DMARC1; p=bad", "v=spf1 -all", "v=DMARC1; p=none; p=none"];

    // Per label: 0 to 5 a record, 6 several, 7 a failure, anything else nothing.
    private static readonly Gen<int[]> Zones = Gen.Int[0, 14].Array[1, 30];

    [Fact]
    public void A_walk_asks_at_most_eight_questions_and_ends_at_or_above_its_start() =>
        Zones.Sample(kinds =>
        {
            var start = DomainName.Parse(string.Join('.', Enumerable.Range(0, kinds.Length).Select(i => $"l{i}")));
            var zone = Build(start, kinds);
            var walk = DnsTreeWalk.FromAsync(start, zone, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            zone.Asked.Count.Should().BeInRange(1, DnsTreeWalk.MaxQueries);
            walk.Steps[0].Domain.Should().Be(start);
            if (walk.OrganizationalDomain is { } organizational)
            {
                start.IsAtOrBelow(organizational).Should().BeTrue();
            }
            else
            {
                walk.IsUnknown.Should().BeTrue();
            }
        }, seed: "0000KxB0dM41", iter: 2_000);

    private static TestZone Build(DomainName start, int[] kinds)
    {
        var zone = new TestZone();
        var domain = start;
        foreach (var kind in kinds)
        {
            var name = domain.Prepend("_dmarc").Value;
            _ = kind switch
            {
                < 6 => zone.Txt(name, Records[kind]),
                6 => zone.Txt(name, Records[0], Records[1]),
                7 => zone.Fails(name, DnsStatus.ServerFailure),
                _ => zone,
            };
            domain = domain.Parent;
        }

        return zone;
    }
}
