using Auditor.Core.Auditing;
using Auditor.Core.Mx;
using Auditor.Core.Scoring;
using Auditor.Core.Spf;
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
    public void The_purpose_follows_from_spf_and_mx(string? spf, MxStatus mx, bool hasWorkingDkim, DomainPurpose expected) =>
        PurposeDetection.Of(spf is null ? null : SpfParser.Parse(spf), mx, hasWorkingDkim).Should().Be(expected);
}
