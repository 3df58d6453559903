using System.Globalization;
using System.Net;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;

namespace Auditor.Worker.Doctor;

/// <summary>What a resolver is fit for, in words.</summary>
internal static class ResolverDoctor
{
    private const string Area = "resolver";
    private const int RefusedCode = 5;

    /// <summary>Above this a pass over many domains is slow, whatever its concurrency.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(150);

    public static IEnumerable<DoctorCheck> Judge(ResolverFacts facts)
    {
        var name = facts.Server.ToString();
        if (facts.Answered == 0)
        {
            yield return facts.FailureCode is { } code
                ? DoctorCheck.Failed(Area, name, $"It gives no answer but the code {code}{(code == RefusedCode ? " (REFUSED)" : string.Empty)}.", "Let this machine use it, or name another resolver in Dns:Resolvers.")
                : DoctorCheck.Failed(Area, name, "It does not answer.", "Start it, open UDP and TCP port 53 to it, or name another one in Dns:Resolvers.");
            yield break;
        }

        yield return Latency(facts, name);
        yield return facts.OffersRecursion ? DoctorCheck.Ok(Area, name, "It looks names up (recursion).")
            : DoctorCheck.Failed(Area, name, "It does not look names up for others (RA is not set): it is a name server, no resolver.", "Name a recursive resolver in Dns:Resolvers.");
        yield return Large(facts, name);
        yield return Dnssec(facts, name);
        yield return facts.InventsAnswers switch
        {
            false => DoctorCheck.Ok(Area, name, "Names that do not exist are NXDOMAIN."),
            true => DoctorCheck.Failed(Area, name, "It gives an address for a name that does not exist: nothing is ever missing through it, so its audits are wrong.", "Switch the rewriting of NXDOMAIN off, or name another resolver."),
            null => DoctorCheck.Skipped(Area, name, "Whether names that do not exist are NXDOMAIN could not be told."),
        };
        yield return BlocklistCatalogue.Default.PublicResolver(facts.Server.Address) is { } who
            ? DoctorCheck.Warning(Area, name, $"It is a public resolver ({who}): most blocklists refuse it, and its limits end large passes.", "Run a resolver of your own, for example unbound on this machine.")
            : DoctorCheck.Ok(Area, name, "It is no public resolver that is known.");
    }

    private static DoctorCheck Latency(ResolverFacts facts, string name)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"{facts.Answered} of {facts.Asked} questions answered, median {facts.MedianLatency!.Value.TotalMilliseconds:0.0} ms.");
        return facts.Answered < facts.Asked ? DoctorCheck.Warning(Area, name, words, "Questions get lost: look at the network and at the resolver's limits.")
            : facts.MedianLatency > Slow ? DoctorCheck.Warning(Area, name, words, "Use a resolver that is nearer.")
            : DoctorCheck.Ok(Area, name, words);
    }

    private static DoctorCheck Large(ResolverFacts facts, string name) => facts switch
    {
        { AnswersTcp: false } => DoctorCheck.Failed(Area, name, "It does not answer over TCP: long TXT records (DKIM keys, SPF) cannot be read.", "Open TCP port 53 to it."),
        { TakesEdns: false } => DoctorCheck.Warning(Area, name, "It does not take EDNS: every answer over 512 octets needs TCP, which is slow.", "Upgrade it, or look for a firewall that drops EDNS."),
        { DeliversLargeAnswers: true } => DoctorCheck.Ok(Area, name, "EDNS, large answers and TCP work."),
        { DeliversLargeAnswers: false } => DoctorCheck.Failed(Area, name, "Large answers get lost, over UDP or over TCP.", "Look for a firewall that drops fragments or TCP port 53."),
        _ => DoctorCheck.Skipped(Area, name, "EDNS and TCP work; no large answer was there to try."),
    };

    private static DoctorCheck Dnssec(ResolverFacts facts, string name) => facts switch
    {
        { RefusesBogus: true, SetsAuthenticData: true } when IPAddress.IsLoopback(facts.Server.Address) => DoctorCheck.Ok(Area, name, "It validates DNSSEC, and its word reaches us on this machine."),
        { RefusesBogus: true, SetsAuthenticData: true } => DoctorCheck.Warning(
            Area, name, "It validates DNSSEC; its word comes over the network, where it could be forged, so DNSSEC is shown as indeterminate.", "Run a validating resolver on this machine, or pass --trust-ad where the network is your own."),
        { RefusesBogus: false } => DoctorCheck.Warning(Area, name, "It hands out what is wrongly signed: it does not validate DNSSEC.", "Switch validation on; without it DNSSEC and DANE stay indeterminate."),
        { SetsAuthenticData: false } => DoctorCheck.Warning(Area, name, "It does not say what is authentic (AD): it does not validate DNSSEC.", "Switch validation on; without it DNSSEC and DANE stay indeterminate."),
        { SetsAuthenticData: true } => DoctorCheck.Skipped(Area, name, "It says what is authentic (AD); whether it refuses what is wrongly signed could not be told."),
        _ => DoctorCheck.Skipped(Area, name, "Whether it validates DNSSEC could not be told."),
    };
}
