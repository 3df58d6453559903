namespace Auditor.Core.Reports.Authenticity;

/// <summary>How far a report's origin is proven. The numbers are the order in which reports of one key win over each other, the best first.</summary>
public enum TrustTier
{
    /// <summary>The mail's DKIM signature is valid, fits From and reporter, and the reporter is known.</summary>
    Verified = 1,

    /// <summary>A person brought it in: upload, command line, drop folder. Also what was stored before authenticity was looked at.</summary>
    Manual = 2,

    /// <summary>As verified, but nobody knows the reporter yet.</summary>
    Authenticated = 3,

    /// <summary>DNS failed when the key was asked for; it is asked again.</summary>
    Pending = 4,

    /// <summary>Nothing proves where it comes from.</summary>
    Unauthenticated = 5,
}

/// <summary>The tiers as words of addresses, settings and output.</summary>
public static class TrustTierWords
{
    /// <summary>The lower-case word.</summary>
    public static string ToWord(this TrustTier tier) => tier switch
    {
        TrustTier.Verified => "verified",
        TrustTier.Manual => "manual",
        TrustTier.Authenticated => "authenticated",
        TrustTier.Pending => "pending",
        _ => "unauthenticated",
    };

    /// <summary>The tier of a word; null when it is none.</summary>
    public static TrustTier? Parse(string? word) =>
        Enum.GetValues<TrustTier>().Cast<TrustTier?>().FirstOrDefault(t => t!.Value.ToWord().Equals(word, StringComparison.OrdinalIgnoreCase));
}
