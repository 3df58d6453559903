using System.CommandLine;
using Auditor.Core.Dns;

namespace Auditor.Worker.Cli;

/// <summary>Arguments that are domain names.</summary>
internal static class DomainArgument
{
    /// <summary>A required domain name; anything else is a usage error that says what is wrong with it.</summary>
    public static Argument<DomainName> Create(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DomainName.TryParse(result.Tokens[0].Value, out var domain, out var error) && !domain.IsRoot)
            {
                return domain;
            }

            result.AddError(error ?? "The DNS root is no domain to ask about.");
            return default;
        },
    };
}
