namespace Auditor.Core.Storage.Ingest;

/// <summary>Where a part stood.</summary>
/// <param name="PartIndex">Place within its mail or file, from 0.</param>
/// <param name="Mail">The mail; null for other sources.</param>
public readonly record struct PartPlace(int PartIndex, MailPlace? Mail = null);

/// <summary>A mail in a mailbox (RFC 3501 2.3.1.1). With the part's index it makes the ledger's key, so that a mail read again counts nothing twice.</summary>
public readonly record struct MailPlace(int MailboxId, long UidValidity, long Uid);
