namespace Auditor.Core.Storage.Ingest;

/// <summary>The domain of reports that an installation makes to test itself: it is reserved, so nobody has it (RFC 2606 2).</summary>
public static class SelfTestDomain
{
    /// <summary>As it stands in reports.</summary>
    public const string Name = "self-test.invalid";
}
