using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Auditor.Core.Dns.Network;

/// <summary>
/// One UDP socket to one server, shared by some questions and given up soon, so that neither its port nor the identifiers can be guessed for long
/// (RFC 5452 9.2). A reply that is not what it should be makes its question end as unreadable, and then TCP decides.
/// </summary>
internal sealed class UdpChannel : IDisposable
{
    /// <summary>Questions for which one port serves.</summary>
    public const int MaxQuestions = 200;

    private const int MaxMessage = 65535;

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<ushort, UdpQuestion> waiting = [];
    private readonly Socket socket;
    private readonly ITimer end;
    private readonly byte[] ids = new byte[64];
    private int drawn = 64;
    private int asked;
    private bool isRetired;

    /// <exception cref="SocketException">The system has no route to the server, or no socket left.</exception>
    public UdpChannel(IPEndPoint server, TimeProvider time)
    {
        socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(server);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        end = time.CreateTimer(static channel => ((UdpChannel)channel!).Dispose(), this, Life, Timeout.InfiniteTimeSpan);
        _ = ReceiveAsync();
    }

    /// <summary>Questions that wait for their reply.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Sends a question; false when the channel takes no more.</summary>
    /// <exception cref="SocketException">The question cannot be sent.</exception>
    public bool TrySend(UdpQuestion question)
    {
        lock (gate)
        {
            if (isRetired || asked == MaxQuestions)
            {
                return false;
            }

            asked++;
            do
            {
                question.Id = NewId();
            }
            while (!waiting.TryAdd(question.Id, question));
        }

        try
        {
            Span<byte> message = stackalloc byte[WireQuestion.MaxOctets];
            socket.Send(message[..question.Question.Write(message, question.Id)]);
            return true;
        }
        catch (ObjectDisposedException)
        {
            Forget(question);
            return false;
        }
        catch
        {
            Forget(question);
            throw;
        }
    }

    /// <summary>Stops waiting for a reply.</summary>
    public void Forget(UdpQuestion question)
    {
        lock (gate)
        {
            waiting.Remove(question.Id);
            CloseWhenDone();
        }
    }

    /// <summary>Takes no further question; the socket closes with the last reply.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isRetired = true;
            CloseWhenDone();
        }
    }

    // Unguessable, and drawn for several questions at once: each call of the generator costs as much as a small question. Called under the gate.
    private ushort NewId()
    {
        if (drawn == ids.Length)
        {
            RandomNumberGenerator.Fill(ids);
            drawn = 0;
        }

        drawn += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(ids.AsSpan(drawn - 2));
    }

    private void CloseWhenDone()
    {
        if (waiting.Count == 0 && (isRetired || asked == MaxQuestions))
        {
            isRetired = true;
            end.Dispose();
            socket.Dispose();
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxMessage);
        try
        {
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer.AsMemory(0, MaxMessage)).ConfigureAwait(false);
                Take(buffer.AsSpan(0, length));
            }
        }
        catch (SocketException e)
        {
            End(UdpExchange.Unreachable(e));
        }
        catch (ObjectDisposedException)
        {
            End(UdpExchange.Silent);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (message.Length < 2 || Find(message, out var detail) is not { } question)
        {
            return;
        }

        question.End(detail is null && question.Question.Read(message, question.Id) is not null
            ? ReplyMessage.Read(message, question.Question)
            : UdpExchange.Unreadable(detail ?? "the reply belongs to another question"));
    }

    private UdpQuestion? Find(ReadOnlySpan<byte> message, out string? detail)
    {
        detail = null;
        lock (gate)
        {
            if (!waiting.Remove(BinaryPrimitives.ReadUInt16BigEndian(message), out var question))
            {
                question = OfSameQuestion(message);
                detail = "the reply has another id than the question";
            }

            CloseWhenDone();
            return question;
        }
    }

    private UdpQuestion? OfSameQuestion(ReadOnlySpan<byte> message)
    {
        var id = BinaryPrimitives.ReadUInt16BigEndian(message);
        foreach (var (own, question) in waiting)
        {
            if (question.Question.Read(message, id) is not null)
            {
                waiting.Remove(own);
                return question;
            }
        }

        return null;
    }

    private void End(DnsReply reply)
    {
        List<UdpQuestion> left;
        lock (gate)
        {
            left = [.. waiting.Values];
            waiting.Clear();
            isRetired = true;
            CloseWhenDone();
        }

        left.ForEach(question => question.End(reply));
    }
}

/// <summary>One question under way.</summary>
internal sealed class UdpQuestion(WireQuestion question)
{
    // What follows a reply is an audit's work; the channel must go on receiving meanwhile.
    private readonly TaskCompletionSource<DnsReply> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WireQuestion Question { get; } = question;

    /// <summary>The identifier under which it was sent last.</summary>
    public ushort Id { get; set; }

    public Task<DnsReply> Reply => reply.Task;

    public void End(DnsReply with) => reply.TrySetResult(with);
}
