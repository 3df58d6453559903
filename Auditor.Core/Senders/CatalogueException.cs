namespace Auditor.Core.Senders;

/// <summary>A catalogue that a user gave cannot be used; the message says what is wrong, where, and how to mend it.</summary>
public sealed class CatalogueException(string message, Exception? inner = null) : Exception(message, inner);
