using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class SourceEvidenceReaderTests
{
    [Fact]
    public void A_helo_name_that_passes_is_no_evidence()
    {
        var evidence = Read(new SpfAuthResult("shop.example", "helo", "pass"), new SpfAuthResult("Other.example", "mfrom", "Fail"));
        evidence.Spf.Should().Equal(new IdentityResult("other.example", "fail"));
    }

    [Fact]
    public void A_local_policy_with_a_passing_arc_chain_is_told_apart_from_others()
    {
        Read().ArcPassed.Should().BeTrue();
        SourceEvidenceReader.Read("shop.example", false, false, []).ArcPassed.Should().BeFalse();
    }

    private static SourceEvidence Read(params SpfAuthResult[] spf) => SourceEvidenceReader.Read("shop.example", false, false,
    [
        new StoredRow { SourceIp = "192.0.2.1", AuthResults = RowJson.Write([], [.. spf]), Reasons = RowJson.Write([new PolicyOverrideReason("local_policy", "arc=pass as[1].d=list.example")]) },
    ]);
}
