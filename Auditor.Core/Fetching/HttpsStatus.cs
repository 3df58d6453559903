namespace Auditor.Core.Fetching;

/// <summary>How a fetch ended.</summary>
public enum HttpsStatus
{
    /// <summary>The server answered over a connection with a valid certificate, with whatever status.</summary>
    Answered,

    /// <summary>The address is none of https, or asks for another port or for credentials.</summary>
    NotHttps,

    /// <summary>DNS says that the host has no address.</summary>
    NameUnknown,

    /// <summary>DNS could not tell the host's addresses.</summary>
    NameUnresolved,

    /// <summary>The host is an address literal, or has no address that is reachable from everywhere: it was not connected to.</summary>
    AddressRefused,

    /// <summary>No address took the connection.</summary>
    ConnectFailed,

    /// <summary>The TLS handshake failed before there was a certificate to judge.</summary>
    TlsFailed,

    /// <summary>No trusted authority stands behind the certificate.</summary>
    CertificateNotTrusted,

    /// <summary>The certificate is out of date, or not yet in force.</summary>
    CertificateExpired,

    /// <summary>The certificate is for other names.</summary>
    CertificateWrongName,

    /// <summary>The time was up.</summary>
    TimedOut,

    /// <summary>The body is longer than the limit.</summary>
    TooLarge,

    /// <summary>What came back is not HTTP, or broke off.</summary>
    Broken,

    /// <summary>Too many other fetches were under way for too long: this one was not begun.</summary>
    NotTried,
}

/// <summary>Words for <see cref="HttpsStatus"/>.</summary>
public static class HttpsStatusWords
{
    /// <summary>The word of the JSON form, such as <c>certificate-expired</c>.</summary>
    public static string ToWord(this HttpsStatus status) => status switch
    {
        HttpsStatus.Answered => "answered",
        HttpsStatus.NotHttps => "not-https",
        HttpsStatus.NameUnknown => "name-unknown",
        HttpsStatus.NameUnresolved => "name-unresolved",
        HttpsStatus.AddressRefused => "address-refused",
        HttpsStatus.ConnectFailed => "connect-failed",
        HttpsStatus.TlsFailed => "tls-failed",
        HttpsStatus.CertificateNotTrusted => "certificate-not-trusted",
        HttpsStatus.CertificateExpired => "certificate-expired",
        HttpsStatus.CertificateWrongName => "certificate-wrong-name",
        HttpsStatus.TimedOut => "timed-out",
        HttpsStatus.TooLarge => "too-large",
        HttpsStatus.Broken => "broken",
        _ => "not-tried",
    };
}
