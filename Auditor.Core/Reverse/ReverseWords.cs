namespace Auditor.Core.Reverse;

/// <summary>The sentences that several rules share.</summary>
internal static class ReverseWords
{
    /// <summary>What was found about the address.</summary>
    public static string Detail(ReverseAddress address)
    {
        var who = address.Target.Host is { } host ? $"{address.Target.Address} ({host})" : address.Target.Address.ToString();
        if (address.Status == ForwardConfirmed.Missing)
        {
            return $"{who} has no PTR record.";
        }

        var names = string.Join(", ", address.Names.Take(ReverseAuditor.MaxNames))
            + (address.Names.Length > ReverseAuditor.MaxNames ? $" and {address.Names.Length - ReverseAuditor.MaxNames} more, which receivers need not look at" : string.Empty);
        var forward = address.Forward.SelectMany(f => f.Addresses).Distinct().ToList();
        return forward.Count == 0
            ? $"{who} is called {names}, and no such name has an address of the same family."
            : $"{who} is called {names}, which resolves to {string.Join(", ", forward)} instead.";
    }

    /// <summary>What the owner does about it.</summary>
    public static string Fix(ReverseAddress address)
    {
        var name = address.Target.Host?.ToString() ?? "the name with which the host says HELO";
        return address.Status == ForwardConfirmed.Missing
            ? $"Ask the operator of the network to publish a PTR record for {address.Target.Address} with {name}, which must resolve to the same address."
            : $"Let the PTR record of {address.Target.Address} name {name}, and let that name resolve to {address.Target.Address}.";
    }
}
