using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Storage.Entities;

namespace Auditor.Worker.Mailboxes.Finding;

/// <summary>What a server was found by, the best first.</summary>
public enum ServerEvidence
{
    /// <summary>The domain names it itself (SRV, RFC 6186).</summary>
    Service,

    /// <summary>The domain's mail goes to a provider whose server is known.</summary>
    Provider,

    /// <summary>A host of a usual name has an address.</summary>
    Name,
}

/// <summary>A server that may hold a mailbox.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How connections to it are protected.</param>
/// <param name="Evidence">What it was found by.</param>
/// <param name="Sentence">The same in words, with the record.</param>
/// <param name="Validation">What DNSSEC makes of the answer that it was found by.</param>
/// <param name="MustBeConfirmed">True when strangers may have named it: a host of another domain, out of DNS (RFC 6186 6).</param>
public sealed record FoundServer(string Host, int Port, MailboxSecurity Security, ServerEvidence Evidence, string Sentence, Validation Validation, bool MustBeConfirmed);

/// <summary>The end of a search.</summary>
/// <param name="Servers">What was found, the best first; empty when nothing was.</param>
/// <param name="Remarks">What else is to be known, one sentence each: what a provider asks for, what is not offered, and which answers DNS did not give.</param>
public sealed record ServerSearch(ImmutableArray<FoundServer> Servers, ImmutableArray<string> Remarks);
