using System.Collections.Immutable;
using System.Reflection;
using Auditor.Core.Dkim;
using Auditor.Core.Dmarc;
using Auditor.Core.Findings;
using Auditor.Core.Mx;
using Auditor.Core.Reverse;
using Auditor.Core.Scoring;
using Auditor.Core.Spf;

namespace Auditor.Core.Auditing;

/// <summary>Makes the document of an audit from its facts: the words of cli.md's contract, findings in order of severity, the score.</summary>
internal static class AuditDocumentBuilder
{
    /// <summary>Changes whenever a rule, its severity or its words change.</summary>
    public const string RulesVersion = "2026.1";

    private static readonly ToolInfo Tool = new(
        "auditor",
        typeof(AuditDocumentBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0",
        RulesVersion);

    public static AuditDocument Build(DomainFacts facts, AuditChecks checks, bool isStrict)
    {
        var findings = FindingCollector.Collect(facts);
        return new AuditDocument
        {
            Tool = Tool,
            Domain = facts.Domain.Value,
            Purpose = facts.Purpose.ToWord(),
            Unknown = facts.Unknown,
            Score = ScoreDocuments.From(ScoreModel.Score(ScoringInputs.From(facts, checks, isStrict, findings))),
            Spf = SpfDocuments.From(facts.Spf),
            Dkim = [.. (facts.Dkim?.Selectors ?? []).Select(s => From(s, facts.Dkim!.Use))],
            Dmarc = DmarcDocuments.From(facts.Dmarc),
            MxStatus = MxWord(facts.Mx),
            Mx = [.. (facts.Mx?.Exchangers ?? []).Select(From)],
            Reverse = [.. (facts.Reverse?.Addresses ?? []).Select(From)],
            BlocklistSubjects = [.. (facts.Blocklists?.Subjects ?? []).Select(s => s.Text)],
            Blocklists = [.. (facts.Blocklists?.Answers ?? []).Select(BlocklistDocuments.From)],
            Smtp = SmtpDocuments.From(facts.Smtp, facts.Reverse),
            Dane = DaneDocuments.From(facts.Dane),
            Zone = ZoneDocuments.From(facts.Zone),
            Transport = TransportDocuments.From(facts.Transport),
            Bimi = BimiDocuments.From(facts.Bimi, facts),
            Findings = findings,
            Dns = new DnsCostDocument(0, 0, 0),
        };
    }

    private static DkimDocument From(SelectorFacts selector, SelectorUse? use) => new()
    {
        Selector = selector.Selector.Text,
        Status = selector.Status,
        Record = selector.RecordText,
        KeyType = selector.KeyType,
        Bits = selector.Bits,
        Revoked = selector.Revoked,
        TestMode = selector.TestMode,
        Strict = selector.Strict,
        Hashes = selector.Record?.Hashes ?? [],
        Fingerprint = selector.Fingerprint,
        LastSeen = use?.LastSeenOf(selector.Selector),
        Alias = selector.Alias?.Value,
        Source = selector.Source switch
        {
            SelectorSource.Configured => "configured",
            SelectorSource.Reports => "reports",
            SelectorSource.Earlier => "earlier",
            SelectorSource.Catalogue => "catalogue",
            _ => "probe",
        },
    };

    private static MxDocument From(MailExchanger exchanger) => new(
        exchanger.Preference,
        exchanger.Exchange.ToString(),
        [.. exchanger.Addresses.Select(a => a.ToString())],
        exchanger.Status switch
        {
            ExchangerStatus.Ok => "ok",
            ExchangerStatus.Alias => "alias",
            ExchangerStatus.AddressLiteral => "address-literal",
            ExchangerStatus.NoAddress => "no-address",
            ExchangerStatus.NullMx => "null-mx",
            _ => "unknown",
        });

    private static ReverseDocument From(ReverseAddress address) => new(
        address.Target.Address.ToString(),
        [.. address.Names.Select(n => n.Value)],
        address.Status switch
        {
            ForwardConfirmed.Confirmed => "confirmed",
            ForwardConfirmed.Mismatch => "mismatch",
            ForwardConfirmed.Missing => "missing",
            _ => "unknown",
        })
    {
        Role = address.Target.Role switch
        {
            ReverseRole.Mx => "mx",
            ReverseRole.Configured => "configured",
            _ => "reports",
        },
    };

    private static string MxWord(MxFacts? mx) => mx?.Status switch
    {
        MxStatus.Found => "found",
        MxStatus.None => "none",
        MxStatus.NullMx => "null-mx",
        _ => "unknown",
    };
}
