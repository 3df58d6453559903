using System.Net;

namespace Auditor.Core.Spf;

/// <summary>A mechanism with its qualifier (RFC 7208 5); the cases below are all there are.</summary>
public abstract record Mechanism : Term
{
    private protected Mechanism(TermSource source, Qualifier qualifier)
        : base(source) => Qualifier = qualifier;

    /// <summary>The result that a match gives.</summary>
    public Qualifier Qualifier { get; }

    /// <summary>True for a term that counts towards the limit of ten (RFC 7208 4.6.4).</summary>
    public virtual bool CausesLookup => false;

    /// <summary>The domain-spec; null when none is written or the mechanism takes none.</summary>
    public virtual MacroString? DomainSpec => null;

    /// <summary>Name and argument without the qualifier, in canonical form.</summary>
    public abstract string Body { get; }

    /// <inheritdoc />
    public sealed override string ToString() => Qualifier.Sign() + Body;
}

/// <summary><c>all</c> (RFC 7208 5.1).</summary>
public sealed record AllMechanism(TermSource Source, Qualifier Qualifier) : Mechanism(Source, Qualifier)
{
    /// <inheritdoc />
    public override string Body => "all";
}

/// <summary><c>include</c> (RFC 7208 5.2).</summary>
public sealed record IncludeMechanism(TermSource Source, Qualifier Qualifier, MacroString Target) : Mechanism(Source, Qualifier)
{
    /// <inheritdoc />
    public override bool CausesLookup => true;

    /// <inheritdoc />
    public override MacroString DomainSpec => Target;

    /// <inheritdoc />
    public override string Body => $"include:{Target}";
}

/// <summary><c>a</c> (RFC 7208 5.3).</summary>
public sealed record AMechanism(TermSource Source, Qualifier Qualifier, MacroString? Target, DualCidr Cidr) : Mechanism(Source, Qualifier)
{
    /// <inheritdoc />
    public override bool CausesLookup => true;

    /// <inheritdoc />
    public override MacroString? DomainSpec => Target;

    /// <inheritdoc />
    public override string Body => Target is null ? $"a{Cidr}" : $"a:{Target}{Cidr}";
}

/// <summary><c>mx</c> (RFC 7208 5.4).</summary>
public sealed record MxMechanism(TermSource Source, Qualifier Qualifier, MacroString? Target, DualCidr Cidr) : Mechanism(Source, Qualifier)
{
    /// <inheritdoc />
    public override bool CausesLookup => true;

    /// <inheritdoc />
    public override MacroString? DomainSpec => Target;

    /// <inheritdoc />
    public override string Body => Target is null ? $"mx{Cidr}" : $"mx:{Target}{Cidr}";
}

/// <summary><c>ptr</c> (RFC 7208 5.5), which SHOULD NOT be published.</summary>
public sealed record PtrMechanism(TermSource Source, Qualifier Qualifier, MacroString? Target) : Mechanism(Source, Qualifier)
{
    /// <inheritdoc />
    public override bool CausesLookup => true;

    /// <inheritdoc />
    public override MacroString? DomainSpec => Target;

    /// <inheritdoc />
    public override string Body => Target is null ? "ptr" : $"ptr:{Target}";
}

/// <summary><c>ip4</c> (RFC 7208 5.6); the prefix length is 0 to 32.</summary>
public sealed record Ip4Mechanism(TermSource Source, Qualifier Qualifier, IPAddress Address, int PrefixLength) : Mechanism(Source, Qualifier)
{
    /// <inheritdoc />
    public override string Body => PrefixLength == 32 ? $"ip4:{Address}" : $"ip4:{Address}/{PrefixLength}";
}

/// <summary><c>ip6</c> (RFC 7208 5.6); the prefix length is 0 to 128.</summary>
public sealed record Ip6Mechanism(TermSource Source, Qualifier Qualifier, IPAddress Address, int PrefixLength) : Mechanism(Source, Qualifier)
{
    /// <inheritdoc />
    public override string Body => PrefixLength == 128 ? $"ip6:{Address}" : $"ip6:{Address}/{PrefixLength}";
}

/// <summary><c>exists</c> (RFC 7208 5.7): asks A, whatever the client's address family.</summary>
public sealed record ExistsMechanism(TermSource Source, Qualifier Qualifier, MacroString Target) : Mechanism(Source, Qualifier)
{
    /// <inheritdoc />
    public override bool CausesLookup => true;

    /// <inheritdoc />
    public override MacroString DomainSpec => Target;

    /// <inheritdoc />
    public override string Body => $"exists:{Target}";
}
