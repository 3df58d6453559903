namespace Auditor.Core.Reports.Authenticity;

/// <summary>What is needed to check one DKIM signature once its key is known: a few hundred bytes, whatever the size of the mail.</summary>
/// <param name="Domain"><c>d=</c>, lower case.</param>
/// <param name="Selector"><c>s=</c>, lower case.</param>
/// <param name="IsEd25519">True for ed25519-sha256, false for rsa-sha256; no other algorithm gets here (RFC 8301).</param>
/// <param name="IsStrict">True when the identity (<c>i=</c>) is exactly the domain, as keys with <c>t=s</c> want it.</param>
/// <param name="Digest">SHA-256 of the canonicalised headers.</param>
/// <param name="Signature"><c>b=</c>.</param>
public sealed record SignatureEvidence(string Domain, string Selector, bool IsEd25519, bool IsStrict, ReadOnlyMemory<byte> Digest, ReadOnlyMemory<byte> Signature);
