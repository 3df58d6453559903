namespace Auditor.Core.Dns;

/// <summary>The record types that are asked for; the numbers are IANA's.</summary>
public enum DnsRecordType
{
    None = 0,
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Ds = 43,
    Dnskey = 48,
    Tlsa = 52,
    Spf = 99,
    Caa = 257,
}
