using System.Collections.Immutable;
using Auditor.Core.Senders.Classification;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Senders.Classification;

/// <summary>The decision table, a line a row. Identities are written result:domain, several parted by spaces.</summary>
public sealed class SourceClassifierTests
{
    [Theory]
    [InlineData("spf dkim", "pass:shop.example", "pass:shop.example", "", SourceClass.Compliant, ClassConfidence.High)]
    [InlineData("spf", "pass:shop.example", "", "", SourceClass.Compliant, ClassConfidence.Medium)]
    [InlineData("spf", "pass:shop.example", "", "mailing_list", SourceClass.Compliant, ClassConfidence.Medium)]
    [InlineData("", "pass:list.example", "fail:shop.example", "mailing_list", SourceClass.MailingList, ClassConfidence.High)]
    [InlineData("", "fail:shop.example", "", "forwarded", SourceClass.Forwarded, ClassConfidence.High)]
    [InlineData("", "fail:shop.example", "", "trusted_forwarder", SourceClass.Forwarded, ClassConfidence.High)]
    [InlineData("", "fail:shop.example", "", "arc", SourceClass.Forwarded, ClassConfidence.Medium)]
    [InlineData("dkim", "pass:em.sendgrid.net", "pass:shop.example", "", SourceClass.Compliant, ClassConfidence.Medium)]
    [InlineData("dkim", "pass:alumni.example", "pass:shop.example", "", SourceClass.Forwarded, ClassConfidence.Low)]
    [InlineData("dkim", "softfail:bounce.shop.example", "pass:shop.example", "", SourceClass.Forwarded, ClassConfidence.Medium)]
    [InlineData("dkim", "fail:alumni.example", "pass:shop.example", "", SourceClass.Compliant, ClassConfidence.Low)]
    [InlineData("dkim", "temperror:shop.example", "pass:shop.example", "", SourceClass.Compliant, ClassConfidence.Low)]
    [InlineData("dkim", "", "", "", SourceClass.Compliant, ClassConfidence.Low)]
    [InlineData("", "pass:bounce.shop.example", "", "", SourceClass.Misconfigured, ClassConfidence.Medium)]
    [InlineData("", "fail:shop.example", "permerror:shop.example", "", SourceClass.Misconfigured, ClassConfidence.Medium)]
    [InlineData("", "fail:shop.example", "temperror:shop.example", "", SourceClass.Unknown, ClassConfidence.Low)]
    [InlineData("", "pass:list.example", "fail:shop.example pass:list.example", "", SourceClass.MailingList, ClassConfidence.Low)]
    [InlineData("", "fail:shop.example", "fail:shop.example", "", SourceClass.Unknown, ClassConfidence.Low)]
    [InlineData("", "pass:em.sendgrid.net", "", "", SourceClass.Unknown, ClassConfidence.Low)]
    [InlineData("", "pass:spammer.example", "", "", SourceClass.Suspicious, ClassConfidence.Low)]
    [InlineData("", "", "", "", SourceClass.Unknown, ClassConfidence.Low)]
    [InlineData("", "temperror:shop.example", "", "", SourceClass.Unknown, ClassConfidence.Low)]
    [InlineData("", "permerror:shop.example", "", "", SourceClass.Unknown, ClassConfidence.Low)]
    [InlineData("", "fail:shop.example", "", "", SourceClass.Suspicious, ClassConfidence.Medium)]
    [InlineData("", "pass:example", "", "", SourceClass.Suspicious, ClassConfidence.Low)]
    [InlineData("", "pass:\u0000..", "pass:..", "", SourceClass.Suspicious, ClassConfidence.Low)]
    public void The_first_row_that_fits_decides(string aligned, string spf, string dkim, string reason, SourceClass expected, ClassConfidence confidence)
    {
        var verdict = SourceClassifier.Classify(new SourceEvidence
        {
            AuthorDomain = "shop.example",
            SpfAligned = aligned.Contains("spf", StringComparison.Ordinal),
            DkimAligned = aligned.Contains("dkim", StringComparison.Ordinal),
            Spf = Identities(spf),
            Dkim = Identities(dkim),
            Reasons = reason is "" or "arc" ? [] : [reason],
            ArcPassed = reason == "arc",
        });

        (verdict.Class, verdict.Confidence).Should().Be((expected, confidence), verdict.Reason);
        verdict.Reason.Should().EndWith(".");
    }

    private static ImmutableArray<IdentityResult> Identities(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(i => i.Split(':')).Select(i => new IdentityResult(i[1], i[0]))];

    [Fact]
    public void An_address_that_the_authors_own_spf_record_names_is_no_forwarder_and_no_stranger()
    {
        var named = new SourceEvidence { AuthorDomain = "shop.example", SpfAligned = false, DkimAligned = true, Spf = [new("bounces.mailer.example", "pass")], Dkim = [new("shop.example", "pass")], SpfTerm = "include:spf.mailer.example > ip4:192.0.2.0/24" };

        SourceClassifier.Classify(named).Should().Be(new SourceVerdict(SourceClass.Compliant, ClassConfidence.Medium,
            "DKIM is aligned, and the SPF record of shop.example names the address (include:spf.mailer.example > ip4:192.0.2.0/24): a sender of its own with another return path."));
        SourceClassifier.Classify(named with { DkimAligned = false, Dkim = [] }).Class.Should().Be(SourceClass.Misconfigured);
        SourceClassifier.Classify(named with { Reasons = ["forwarded"] }).Class.Should().Be(SourceClass.Forwarded, "a receiver knows better");
    }
}
