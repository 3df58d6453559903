using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Mx;
using Auditor.Core.Scoring;
using Auditor.Core.Spf;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

public sealed class PurposeDetectionTests
{
    [Theory]
    [InlineData("v=spf1 -all", MxStatus.NullMx, false, DomainPurpose.Parked)]
    [InlineData("v=spf1 ~all", MxStatus.NullMx, false, DomainPurpose.Parked)]
    [InlineData("v=spf1 -all", MxStatus.None, false, DomainPurpose.Parked)]
    [InlineData("v=spf1 -all", MxStatus.Found, false, DomainPurpose.ReceiveOnly)]
    [InlineData("v=spf1 -all", MxStatus.Unknown, false, DomainPurpose.ReceiveOnly)]
    [InlineData("v=spf1 -all", MxStatus.Found, true, DomainPurpose.People)]
    [InlineData("v=spf1 mx -all", MxStatus.Found, true, DomainPurpose.People)]
    [InlineData("v=spf1 ip4:192.0.2.1 -all", MxStatus.NullMx, true, DomainPurpose.Machine)]
    [InlineData("v=spf1 ?all", MxStatus.NullMx, false, DomainPurpose.Machine)]
    [InlineData("v=spf1 -all ip4:192.0.2.1", MxStatus.NullMx, false, DomainPurpose.Parked)]
    [InlineData("v=spf1 ip4:192.0.2.300 -all", MxStatus.NullMx, false, DomainPurpose.People)]
    [InlineData(null, MxStatus.NullMx, false, DomainPurpose.People)]
    [InlineData("v=spf1 redirect=nobody.example", MxStatus.NullMx, false, DomainPurpose.Parked)]
    [InlineData("v=spf1 redirect=nobody.example", MxStatus.Found, false, DomainPurpose.ReceiveOnly)]
    [InlineData("v=spf1 include:nobody.example -all", MxStatus.NullMx, false, DomainPurpose.Parked)]
    [InlineData("v=spf1 ?include:nobody.example ~all", MxStatus.NullMx, false, DomainPurpose.Parked)]
    [InlineData("v=spf1 redirect=somebody.example", MxStatus.NullMx, true, DomainPurpose.Machine)]
    [InlineData("v=spf1 include:somebody.example -all", MxStatus.NullMx, true, DomainPurpose.Machine)]
    [InlineData("v=spf1 redirect=nowhere.example", MxStatus.NullMx, true, DomainPurpose.Machine)]
    [InlineData("v=spf1 redirect=mute.example", MxStatus.NullMx, true, DomainPurpose.Machine)]
    [InlineData("v=spf1 include:nobody.example", MxStatus.NullMx, true, DomainPurpose.Machine)]
    public async Task The_purpose_follows_from_spf_and_mx(string? spf, MxStatus mx, bool hasWorkingDkim, DomainPurpose expected)
    {
        var zone = new TestZone().Txt("nobody.example", "v=spf1 -all").Txt("somebody.example", "v=spf1 ip4:192.0.2.1 -all").Fails("mute.example", DnsStatus.Timeout);
        var facts = await SpfAuditor.AuditAsync(
            DomainName.Parse("example.com"), spf is null ? zone : zone.Txt("example.com", spf), TestContext.Current.CancellationToken);

        PurposeDetection.Of(facts, mx, hasWorkingDkim).Should().Be(expected);
    }
}
