using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Dns.Network;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

public sealed class ReplyMessageTests
{
    private static readonly WireQuestion Question = new(DomainName.Parse("name.test"), DnsRecordType.Txt);

    // The question's name stands at octet 12: a pointer to it is C0 0C.
    private static readonly byte[] Sound =
    [
        0, 1, 0x81, 0x80, 0, 1, 0, 2, 0, 1, 0, 0,
        4, .. "name"u8, 4, .. "test"u8, 0, 0, 16, 0, 1,
        0xC0, 12, 0, 5, 0, 1, 0, 0, 1, 44, 0, 6, 3, .. "end"u8, 0xC0, 17,
        3, .. "End"u8, 0xC0, 17, 0, 16, 0, 1, 0, 0, 0, 60, 0, 8, 3, .. "v=x"u8, 3, 0xFF, (byte)'\\', (byte)'"',
        0xC0, 17, 0, 6, 0, 1, 0, 0, 0, 99, 0, 26, 2, .. "ns"u8, 0xC0, 17, 0, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 9,
    ];

    [Fact]
    public void Names_pointers_strings_and_the_authority_are_read()
    {
        var reply = ReplyMessage.Read(Sound, Question);
        reply.Kind.Should().Be(ReplyKind.Message);
        reply.Answers.Select(a => a.Record).Should().Equal(
            new NameRecord(Question.Name, 300, DomainName.Parse("end.test")),
            new TxtRecord(DomainName.Parse("end.test"), 60, ["v=x", "\u00FF\\\""]));
        (reply.SoaOwner, reply.NegativeTtl, reply.RecursionAvailable).Should().Be((DomainName.Parse("test"), 9U, true));
    }

    [Theory]
    [InlineData("a pointer to itself", 43, new byte[] { 0xC0, 43 })]
    [InlineData("a pointer forwards", 43, new byte[] { 0xC0, 60 })]
    [InlineData("a label type that does not exist", 39, new byte[] { 0x83 })]
    [InlineData("a string longer than its record", 61, new byte[] { 200 })]
    [InlineData("a record longer than the message", 59, new byte[] { 0xFF, 0xFF })]
    [InlineData("more records than there are", 6, new byte[] { 0xFF, 0xFF })]
    public void What_does_not_fit_is_unreadable(string what, int at, byte[] octets)
    {
        var damaged = Sound.ToArray();
        octets.CopyTo(damaged, at);
        ReplyMessage.Read(damaged, Question).Kind.Should().Be(ReplyKind.Unreadable, what);
    }

    [Fact]
    public void Any_octet_may_be_anything_and_the_message_may_end_anywhere()
    {
        var random = new Random(20261127);
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = Sound.AsSpan(0, random.Next(MessageReader.HeaderOctets, Sound.Length + 1)).ToArray();
            for (var n = random.Next(4); n > 0; n--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            var reply = ReplyMessage.Read(damaged, Question);
            reply.Answers.Length.Should().BeLessThanOrEqualTo(damaged.Length / 11);
        }
    }

    [Fact]
    public void A_label_with_a_dot_or_unprintable_octets_is_written_with_escapes()
    {
        var reader = new MessageReader([4, (byte)'a', (byte)'.', 7, 0xFF, 0]);
        reader.Name().Should().Be("a\\046\\007\\255");
        reader.IsDamaged.Should().BeFalse();
    }

    [Fact]
    public async Task A_port_serves_some_questions_and_then_another_takes_over()
    {
        using var server = new System.Net.Sockets.UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var ports = new List<int>();
        var ids = new HashSet<int>();
        var serving = Task.Run(async () =>
        {
            while (true)
            {
                var question = await server.ReceiveAsync(TestContext.Current.CancellationToken);
                ports.Add(question.RemoteEndPoint.Port);
                ids.Add((question.Buffer[0] << 8) | question.Buffer[1]);
                question.Buffer[2] |= 0x80;
                question.Buffer[3] = 3;
                await server.SendAsync(question.Buffer, question.RemoteEndPoint, TestContext.Current.CancellationToken);
            }
        }, TestContext.Current.CancellationToken);
        using var resolver = new DnsClientResolver(new DnsResolverOptions { Servers = [(IPEndPoint)server.Client.LocalEndPoint!] }, TimeProvider.System);
        for (var i = 0; i < (2 * UdpChannel.MaxQuestions) + 1; i++)
        {
            (await resolver.QueryAsync(DomainName.Parse($"n{i}.test"), DnsRecordType.A, TestContext.Current.CancellationToken)).Status.Should().Be(DnsStatus.NxDomain);
        }

        serving.IsCompleted.Should().BeFalse();
        ports.Distinct().Should().HaveCountGreaterThanOrEqualTo(3);
        ids.Should().HaveCountGreaterThan(UdpChannel.MaxQuestions, "identifiers are drawn at random");
    }
}
