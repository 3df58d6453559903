using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Auditor.Tests.Support;

/// <summary>An authority of the test and certificates that it signs, all with fixed dates around those of <see cref="SteppedTime"/>.</summary>
internal sealed class TestCertificates : IDisposable
{
    public static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset To = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<IDisposable> made = [];

    public TestCertificates(string authority = "Authority of the test")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + authority, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Authority = request.CreateSelfSigned(From.AddYears(-1), To.AddYears(1));
        made.AddRange([key, Authority]);
    }

    public X509Certificate2 Authority { get; }

    /// <summary>What a server with this certificate shows.</summary>
    public SslStreamCertificateContext Signed(DateTimeOffset notBefore, DateTimeOffset notAfter, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request(key, names).Create(Authority, notBefore, notAfter, [1, 2, 3, 4]);
        return Context(certificate.CopyWithPrivateKey(key));
    }

    /// <summary>As <see cref="Signed"/>, signed by itself.</summary>
    public SslStreamCertificateContext SelfSigned(params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Context(Request(key, names).CreateSelfSigned(From, To));
    }

    public void Dispose() => made.ForEach(m => m.Dispose());

    private static CertificateRequest Request(ECDsa key, string[] names)
    {
        var request = new CertificateRequest("CN=" + (names.FirstOrDefault() ?? "nobody"), key, HashAlgorithmName.SHA256);
        if (names.Length > 0)
        {
            var list = new SubjectAlternativeNameBuilder();
            Array.ForEach(names, list.AddDnsName);
            request.CertificateExtensions.Add(list.Build());
        }

        return request;
    }

    private SslStreamCertificateContext Context(X509Certificate2 certificate)
    {
        made.Add(certificate);
        return SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }
}
