using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Auditor.Tests.Support;

/// <summary>A certification authority for tests. Its certificates are in force from 2000 to 2100, so that no test depends on the date.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<X509Certificate2> issued = [];

    public TestAuthority(string name = "CN=Test Root")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Root = Keep(Authority(name, key).CreateSelfSigned(From, Until));
    }

    /// <summary>The root, with its key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>A server certificate for the DNS names.</summary>
    public X509Certificate2 Issue(params string[] names) => Issue(_ => { }, From, Until, Root, names);

    /// <summary>A server certificate that ended long ago.</summary>
    public X509Certificate2 IssueExpired(params string[] names) => Issue(_ => { }, From, new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero), Root, names);

    /// <summary>A certificate with the name as its common name alone.</summary>
    public X509Certificate2 IssueForCommonName(string name) => Issue(r => r.CertificateExtensions.Remove(r.CertificateExtensions[0]), From, Until, Root, name);

    /// <summary>A certificate whose alternative names are no list of names.</summary>
    public X509Certificate2 IssueDamaged(string name) => Issue(
        r =>
        {
            r.CertificateExtensions.Remove(r.CertificateExtensions[0]);
            r.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, 0x05, 0x82, 0x7f, 0x61], false));
        },
        From, Until, Root, name);

    /// <summary>A certificate of an authority in between, which the server does not send and the certificate says where to get.</summary>
    public X509Certificate2 IssueBelowMissingAuthority(Uri issuerAt, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var between = Authority("CN=Test Intermediate", key).Create(Root, From.AddDays(1), Until.AddDays(-1), [2]).CopyWithPrivateKey(key);
        return Issue(r => r.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerAt.ToString()])), From.AddDays(2), Until.AddDays(-2), between, name);
    }

    public void Dispose() => issued.ForEach(c => c.Dispose());

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request;
    }

    private X509Certificate2 Issue(Action<CertificateRequest> change, DateTimeOffset from, DateTimeOffset until, X509Certificate2 issuer, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        Array.ForEach(names, alternatives.AddDnsName);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        change(request);
        using var certificate = request.Create(issuer, from > issuer.NotBefore ? from : issuer.NotBefore, until < issuer.NotAfter ? until : issuer.NotAfter, [(byte)(issued.Count + 3)]);
        return Keep(certificate.CopyWithPrivateKey(key));
    }

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        issued.Add(certificate);
        return certificate;
    }
}
