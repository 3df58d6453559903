using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Worker.Domains;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker;

public sealed class RecordVerifierTests
{
    private static readonly DomainName Name = DomainName.Parse("_dmarc.example.com");

    [Theory]
    [InlineData("v=DMARC1; p=reject", PublishedState.Published, "v=DMARC1; p=reject")]
    [InlineData("v=DMARC1; p=reject", PublishedState.Published, "something else", "v=DMARC1; p=reject ")]
    [InlineData("v=DMARC1; p=reject", PublishedState.Differs, "v=DMARC1; p=none")]
    [InlineData("v=DMARC1; p=reject", PublishedState.Differs, "v=DMARC1; p=reject", "v=DMARC1; p=none")]
    [InlineData("v=DMARC1; p=reject", PublishedState.Differs, "v=DMARC1; p=reject", "v=DMARC1; p=reject")]
    [InlineData("v=DMARC1; p=reject", PublishedState.Differs, "V=dmarc1; p=reject")]
    [InlineData("v=spf1 -all", PublishedState.Differs, "v=spf1 -all", "v=spf1 mx -all")]
    public void A_text_is_published_when_it_stands_there_alone_of_its_kind(string wanted, PublishedState expected, params string[] found)
    {
        var outcome = DnsOutcome.Answer(Name, DnsRecordType.Txt, found.Select(f => new TxtRecord(Name, 60, [f])));
        var answer = RecordVerifier.Compare(new RecordToPublish(Name.Value, "TXT", wanted), outcome);
        answer.State.Should().Be(expected);
        answer.Found.Should().Equal(found);
    }

    [Fact]
    public void A_failure_is_never_a_missing_record()
    {
        var record = new RecordToPublish(Name.Value, "TXT", "v=DMARC1; p=reject");
        RecordVerifier.Compare(record, DnsOutcome.Without(Name, DnsRecordType.Txt, DnsStatus.NxDomain)).State.Should().Be(PublishedState.Missing);
        RecordVerifier.Compare(record, DnsOutcome.Without(Name, DnsRecordType.Txt, DnsStatus.NoData)).State.Should().Be(PublishedState.Missing);
        var failed = RecordVerifier.Compare(record, DnsOutcome.Without(Name, DnsRecordType.Txt, DnsStatus.ServerFailure, "It failed."));
        failed.Should().BeEquivalentTo(new PublishedAnswer(PublishedState.Unknown, [], null, "It failed."));
    }
}
