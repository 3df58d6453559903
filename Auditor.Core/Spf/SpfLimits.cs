namespace Auditor.Core.Spf;

/// <summary>The limits of RFC 7208 4.6.4, and our own on work.</summary>
public static class SpfLimits
{
    /// <summary>Terms that may cause DNS queries in one evaluation.</summary>
    public const int Lookups = 10;

    /// <summary>Lookups that may find nothing.</summary>
    public const int VoidLookups = 2;

    /// <summary>Hosts of one <c>mx</c> term; more are a permerror.</summary>
    public const int MxHosts = 10;

    /// <summary>PTR names that are looked at; more are ignored.</summary>
    public const int PtrNames = 10;

    /// <summary>Octets of the owner name and all its TXT records that fit a plain UDP answer (RFC 7208 3.4).</summary>
    public const int RecordOctets = 450;

    /// <summary>Terms counted by <see cref="SpfLookupTree"/>: far enough over ten to say by how much a record exceeds it.</summary>
    public const int CountedTerms = 50;
}
