using System.Collections.Concurrent;
using System.Text;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;

namespace Auditor.Tests.Support;

/// <summary>A fetcher over answers given in code. An address that was not given ends as a host without an address.</summary>
internal sealed class TestWebFiles : IHttpsFetcher
{
    private readonly Dictionary<string, HttpsAnswer> answers = [];
    private readonly ConcurrentQueue<string> asked = new();

    /// <summary>Every address that was fetched.</summary>
    public IReadOnlyCollection<string> Asked => asked;

    /// <summary>A file served with status 200.</summary>
    public TestWebFiles Serves(string address, string body, string? contentType = "text/plain") => Serves(address, Encoding.UTF8.GetBytes(body), contentType);

    /// <summary>A file served with status 200.</summary>
    public TestWebFiles Serves(string address, byte[] body, string? contentType) =>
        Answers(new HttpsAnswer(address, HttpsStatus.Answered) { Code = 200, ContentType = contentType, Body = [.. body], Server = "192.0.2.80:443" });

    /// <summary>A fetch that ends so.</summary>
    public TestWebFiles Answers(HttpsAnswer answer)
    {
        answers[answer.Address] = answer;
        return this;
    }

    public Task<HttpsAnswer> GetAsync(string address, int maxBytes, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        asked.Enqueue(address);
        var answer = answers.GetValueOrDefault(address) ?? new HttpsAnswer(address, HttpsStatus.NameUnknown) { Error = $"{new Uri(address).Host} has no address." };
        return Task.FromResult(answer.Body.Length > maxBytes ? new HttpsAnswer(address, HttpsStatus.TooLarge) { Error = "The file is too large." } : answer);
    }
}
