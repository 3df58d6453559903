using System.Collections.Immutable;
using System.Text.Json;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Tls;

/// <summary>Reads the JSON of a TLS report (RFC 8460 4.4) with the variants that senders write: null lists, lists as one text, counts as texts, fields left out.</summary>
internal sealed class TlsReportReader : IDisposable
{
    private readonly JsonTokens json;
    private readonly TlsValues values;
    private readonly IntakeLimits limits;
    private readonly RepairLog repairs;
    private readonly ImmutableArray<TlsPolicy>.Builder policies = ImmutableArray.CreateBuilder<TlsPolicy>();
    private int failures;
    private bool hasPolicies;

    private TlsReportReader(Stream content, IntakeLimits limits)
    {
        this.limits = limits;
        json = new JsonTokens(content, limits);
        repairs = new RepairLog(limits.MaxRepairs);
        values = new TlsValues(json, repairs, limits);
    }

    /// <summary>The report, and how its reading ended; the report is null when it cannot be used.</summary>
    public static (TlsReport? Report, PartCompletion Completion) Read(Stream content, string? mailDomain, IntakeLimits limits)
    {
        using var reader = new TlsReportReader(content, limits);
        try
        {
            var report = reader.WithDomain(reader.ReadReport(), TlsValues.Domain(mailDomain));
            return (report, new PartCompletion
            {
                Outcome = report.IsEmpty ? ParseOutcome.Empty : ParseOutcome.Parsed,
                Repairs = reader.Repairs(),
                ContentHash = reader.json.Hash(),
            });
        }
        catch (IntakeException error)
        {
            return (null, reader.Refuse(error.Code, error.Message));
        }
        catch (JsonException error)
        {
            return (null, reader.Refuse(IntakeReason.JsonIllFormed, $"The JSON is ill-formed near line {reader.json.Line}: {FirstSentence(error.Message)}"));
        }
        catch (InvalidDataException)
        {
            return (null, reader.Refuse(IntakeReason.ArchiveDamaged, "The compressed data is damaged."));
        }
    }

    public void Dispose() => json.Dispose();

    private TlsReport ReadReport()
    {
        string? organization = null, id = null, contact = null, begin = null, end = null;
        json.Read();
        foreach (var field in values.Fields())
        {
            switch (field)
            {
                case "organization-name":
                    organization = values.Text();
                    break;
                case "report-id":
                    id = values.Text();
                    break;
                case "contact-info":
                    contact = values.Text();
                    break;
                case "date-range":
                    (begin, end) = ReadRange();
                    break;
                case "policies":
                    ReadPolicies();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        ReadRest();
        if (!hasPolicies)
        {
            throw new IntakeException(IntakeReason.PoliciesMissing, "The report has no policies, so it says nothing.");
        }

        var window = TlsDates.Read(begin, end, repairs, limits);
        return new TlsReport { OrganizationName = organization, ReportId = id, ContactInfo = contact, Begin = window.Begin, End = window.End, Policies = policies.ToImmutable() };
    }

    // Senders leave the policy's domain out; the mail's header names it as well (RFC 8460 5.3).
    private TlsReport WithDomain(TlsReport report, string? mailDomain)
    {
        if (mailDomain is null || report.Policies.All(p => p.Domain is not null))
        {
            return report;
        }

        repairs.Add("domain-from-mail", "a policy names no domain; that of the mail's TLS-Report-Domain was taken", null);
        return report with { Policies = [.. report.Policies.Select(p => p.Domain is null ? p with { Domain = mailDomain } : p)] };
    }

    private (string? Begin, string? End) ReadRange()
    {
        string? begin = null, end = null;
        json.Read();
        foreach (var field in values.Fields())
        {
            switch (field)
            {
                case "start-datetime":
                    begin = values.Text();
                    break;
                case "end-datetime":
                    end = values.Text();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return (begin, end);
    }

    private void ReadPolicies()
    {
        hasPolicies = true;
        foreach (var _ in values.Objects())
        {
            if (policies.Count == limits.MaxTlsPolicies)
            {
                throw new IntakeException(IntakeReason.TooManyRows, $"The report has more than {limits.MaxTlsPolicies} policies.");
            }

            policies.Add(ReadPolicy());
        }
    }

    private TlsPolicy ReadPolicy()
    {
        var policy = new TlsPolicy();
        var failed = ImmutableArray.CreateBuilder<TlsFailure>();
        foreach (var field in values.Fields())
        {
            switch (field)
            {
                case "policy":
                    json.Read();
                    policy = ReadPolicyItself(policy);
                    break;
                case "summary":
                    json.Read();
                    policy = ReadSummary(policy);
                    break;
                case "failure-details":
                    ReadFailures(failed);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return policy with { Failures = failed.ToImmutable() };
    }

    private TlsPolicy ReadPolicyItself(TlsPolicy policy)
    {
        foreach (var field in values.Fields())
        {
            switch (field)
            {
                case "policy-type":
                    policy = policy with { Type = values.Word(TlsWords.PolicyTypes, "policy type") };
                    break;
                case "policy-domain":
                    policy = policy with { Domain = TlsValues.Domain(values.Text()) };
                    break;
                case "policy-string":
                    policy = policy with { PolicyStrings = values.Texts() };
                    break;
                case "mx-host" or "mx-host-pattern":
                    policy = policy with { MxHosts = [.. values.Texts().Select(host => host.ToLowerInvariant())] };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return policy;
    }

    private TlsPolicy ReadSummary(TlsPolicy policy)
    {
        foreach (var field in values.Fields())
        {
            switch (field)
            {
                case "total-successful-session-count":
                    policy = policy with { Successful = values.Count() };
                    break;
                case "total-failure-session-count":
                    policy = policy with { Failed = values.Count() };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return policy;
    }

    private void ReadFailures(ImmutableArray<TlsFailure>.Builder failed)
    {
        foreach (var _ in values.Objects())
        {
            if (++failures > limits.MaxTlsFailures)
            {
                throw new IntakeException(IntakeReason.TooManyRows, $"The report has more than {limits.MaxTlsFailures} failure details.");
            }

            failed.Add(ReadFailure());
        }
    }

    private TlsFailure ReadFailure()
    {
        var failure = new TlsFailure();
        foreach (var field in values.Fields())
        {
            switch (field)
            {
                case "result-type":
                    failure = failure with { ResultType = values.Word(TlsWords.ResultTypes, "result type") };
                    break;
                case "sending-mta-ip":
                    failure = failure with { SendingMtaIp = values.Address() };
                    break;
                case "receiving-mx-hostname":
                    failure = failure with { ReceivingMxHostname = TlsValues.Domain(values.Text()) };
                    break;
                case "receiving-mx-helo":
                    failure = failure with { ReceivingMxHelo = values.Text() };
                    break;
                case "receiving-ip":
                    failure = failure with { ReceivingIp = values.Address() };
                    break;
                case "failed-session-count":
                    failure = failure with { Count = values.Count() };
                    break;
                case "additional-information":
                    failure = failure with { AdditionalInformation = values.Text() };
                    break;
                case "failure-reason-code":
                    failure = failure with { ReasonCode = values.Text() };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return failure;
    }

    // A second report behind the first one must not be lost in silence.
    private void ReadRest()
    {
        switch (json.ReadRest())
        {
            case null:
                break;
            case (byte)'{' or (byte)'[':
                throw new IntakeException(IntakeReason.SeveralReports, "The text holds more than one report.");
            default:
                repairs.Add("trailing-junk", "what follows the report was passed over", json.Line);
                break;
        }
    }

    private PartCompletion Refuse(string code, string reason) => new()
    {
        Outcome = ParseOutcome.Quarantined,
        ReasonCode = code,
        Reason = reason,
        Line = json.Line,
        Repairs = Repairs(),
    };

    private ImmutableArray<Repair> Repairs()
    {
        if (json.HasBadText)
        {
            repairs.Add("invalid-bytes", "bytes that are no UTF-8 were replaced", null);
        }

        return repairs.ToArray();
    }

    private static string FirstSentence(string message) => message.Split(". ")[0].TrimEnd('.') + ".";
}
