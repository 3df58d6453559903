using Auditor.Core.Senders.Classification;

namespace Auditor.Core.Senders.Enrichment;

/// <summary>What names a sending service. The values stand in the database.</summary>
public enum ServiceEvidence
{
    /// <summary>The user's own list knows the confirmed reverse name.</summary>
    OwnList = 1,

    /// <summary>The confirmed reverse name ends as the service's hosts do.</summary>
    ReverseName = 2,

    /// <summary>The service's include in the domain's SPF record covers the address.</summary>
    SpfInclude = 3,

    /// <summary>SPF passes for a name of the service.</summary>
    ReturnPath = 4,

    /// <summary>A signature of the service passes.</summary>
    SigningDomain = 5,

    /// <summary>A passing selector is an alias of the service's key.</summary>
    KeyAlias = 6,

    /// <summary>The address belongs to a network of that name.</summary>
    Network = 7,
}

/// <summary>Who sends, and how that is known.</summary>
/// <param name="Id">Of the catalogue, <c>own:</c> and a domain, or <c>as</c> and a number.</param>
/// <param name="Name">For people; of the user's list or of a network it may hold anything.</param>
/// <param name="Evidence">What tells it.</param>
/// <param name="Confidence">How far that goes.</param>
public sealed record ServiceMatch(string Id, string Name, ServiceEvidence Evidence, ClassConfidence Confidence);
