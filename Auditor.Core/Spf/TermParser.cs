using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Auditor.Core.Spf;

/// <summary>Reads one term (RFC 7208 4.6.1 and 12).</summary>
internal static class TermParser
{
    private static readonly string[] MechanismNames = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];

    /// <summary>Reads the term; on failure the error's position is that of the first wrong character.</summary>
    public static bool TryParse(TermSource source, [NotNullWhen(true)] out Term? term, [NotNullWhen(false)] out SpfSyntaxError? error)
    {
        var reader = new Reader(source);
        term = reader.Read();
        error = term is null ? reader.Error : null;
        return term is not null;
    }

    private struct Reader(TermSource source)
    {
        private SpfSyntaxError? error;

        public readonly SpfSyntaxError Error => error ?? new SpfSyntaxError(source.Position, source.Text, "The term is neither a mechanism nor a modifier.");

        public Term? Read()
        {
            var text = source.Text;
            Qualifier? qualifier = text[0] switch
            {
                '+' => Qualifier.Pass,
                '-' => Qualifier.Fail,
                '~' => Qualifier.SoftFail,
                '?' => Qualifier.Neutral,
                _ => null,
            };
            var start = qualifier is null ? 0 : 1;
            var end = text.AsSpan(start).IndexOfAny(':', '/', '=');
            end = end < 0 ? text.Length : start + end;
            var name = text[start..end];
            if (end < text.Length && text[end] == '=')
            {
                return qualifier is null
                    ? ReadModifier(name, end)
                    : Fail<Term>(0, $"A modifier takes no qualifier: write '{text[1..]}'.");
            }

            return ReadMechanism(name.ToLowerInvariant(), qualifier ?? Qualifier.Pass, start, end);
        }

        private Modifier? ReadModifier(string name, int equalsSign)
        {
            for (var i = 0; i < name.Length; i++)
            {
                if (!(char.IsAsciiLetter(name[i]) || (i > 0 && (char.IsAsciiDigit(name[i]) || name[i] is '-' or '_' or '.'))))
                {
                    return Fail<Modifier>(i, $"'{name[i]}' may not stand here in the name of a modifier.");
                }
            }

            if (name.Length == 0)
            {
                return Fail<Modifier>(0, "The modifier has no name before '='.");
            }

            var value = source.Text[(equalsSign + 1)..];
            if (name.Equals("redirect", StringComparison.OrdinalIgnoreCase))
            {
                return ReadDomainSpec(value, equalsSign + 1) is { } target ? new RedirectModifier(source, target) : null;
            }

            if (name.Equals("exp", StringComparison.OrdinalIgnoreCase))
            {
                return ReadDomainSpec(value, equalsSign + 1) is { } target ? new ExplanationModifier(source, target) : null;
            }

            return ReadMacro(value, equalsSign + 1, MacroRules.ModifierValue) is { } macro ? new UnknownModifier(source, name, macro) : null;
        }

        private Mechanism? ReadMechanism(string name, Qualifier qualifier, int start, int end)
        {
            var rest = source.Text[end..];
            switch (name)
            {
                case "all":
                    return rest.Length == 0 ? new AllMechanism(source, qualifier) : Fail<Mechanism>(end, "'all' takes no argument.");
                case "include":
                    return ReadRequired(name, rest, end) is { } included ? new IncludeMechanism(source, qualifier, included) : null;
                case "exists":
                    return ReadRequired(name, rest, end) is { } existing ? new ExistsMechanism(source, qualifier, existing) : null;
                case "ptr":
                    return ReadOptional(rest, end, out var pointer) ? new PtrMechanism(source, qualifier, pointer) : null;
                case "a":
                    return ReadWithCidr(rest, end, out var host, out var cidr) ? new AMechanism(source, qualifier, host, cidr) : null;
                case "mx":
                    return ReadWithCidr(rest, end, out var domain, out var mxCidr) ? new MxMechanism(source, qualifier, domain, mxCidr) : null;
                case "ip4":
                    return ReadNetwork(name, rest, end, 32) is { } four ? new Ip4Mechanism(source, qualifier, four.Address, four.PrefixLength) : null;
                case "ip6":
                    return ReadNetwork(name, rest, end, 128) is { } six ? new Ip6Mechanism(source, qualifier, six.Address, six.PrefixLength) : null;
                default:
                    return Fail<Mechanism>(start, SpellingHints.ForUnknownMechanism(name, rest, MechanismNames));
            }
        }

        private MacroString? ReadRequired(string name, string rest, int offset)
        {
            if (rest.Length == 0 || rest[0] != ':')
            {
                return Fail<MacroString>(offset, $"'{name}' needs a domain: '{name}:example.com'.");
            }

            return ReadDomainSpec(rest[1..], offset + 1);
        }

        private bool ReadOptional(string rest, int offset, out MacroString? target)
        {
            target = null;
            if (rest.Length == 0)
            {
                return true;
            }

            if (rest[0] != ':')
            {
                Fail<MacroString>(offset, "This mechanism takes no prefix length.");
                return false;
            }

            target = ReadDomainSpec(rest[1..], offset + 1);
            return target is not null;
        }

        private bool ReadWithCidr(string rest, int offset, out MacroString? target, out DualCidr cidr)
        {
            target = null;
            var domainEnd = CidrSuffix.Find(rest);
            if (!CidrSuffix.TryRead(rest[domainEnd..], out cidr))
            {
                Fail<MacroString>(offset + domainEnd, "The prefix length must be '/0' to '/32' for IPv4 and '//0' to '//128' for IPv6, without leading zeros.");
                return false;
            }

            return ReadOptional(rest[..domainEnd], offset, out target);
        }

        private (IPAddress Address, int PrefixLength)? ReadNetwork(string name, string rest, int offset, int maxPrefix)
        {
            var example = maxPrefix == 32 ? "ip4:192.0.2.0/24" : "ip6:2001:db8::/32";
            if (rest.Length == 0 || rest[0] != ':')
            {
                return FailNetwork(offset, $"'{name}' needs an address: '{example}'.");
            }

            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            var text = slash < 0 ? rest.AsSpan(1) : rest.AsSpan(1, slash - 1);
            IPAddress? address;
            if (!(maxPrefix == 32 ? AddressText.TryReadIp4(text, out address) : AddressText.TryReadIp6(text, out address)))
            {
                return FailNetwork(offset + 1, SpellingHints.ForAddress(text.ToString(), maxPrefix == 32));
            }

            var prefix = maxPrefix;
            if (slash >= 0 && !AddressText.TryReadNumber(rest.AsSpan(slash + 1), maxPrefix, out prefix))
            {
                return FailNetwork(offset + slash, $"The prefix length of '{name}' must be '/0' to '/{maxPrefix}' without leading zeros.");
            }

            return (address, prefix);
        }

        private (IPAddress, int)? FailNetwork(int offset, string message)
        {
            Fail<Term>(offset, message);
            return null;
        }

        private MacroString? ReadDomainSpec(string text, int offset)
        {
            if (text.Length == 0)
            {
                return Fail<MacroString>(offset, "The domain is missing.");
            }

            var macro = ReadMacro(text, offset, MacroRules.DomainSpec);
            if (macro is null || TopLabel.Ends(macro))
            {
                return macro;
            }

            return Fail<MacroString>(offset, SpellingHints.ForDomainEnd(text));
        }

        private MacroString? ReadMacro(string text, int offset, MacroRules rules)
        {
            if (MacroStringParser.TryParse(text, rules, out var macro, out var wrong))
            {
                return macro;
            }

            return Fail<MacroString>(offset + wrong.Offset, wrong.Message);
        }

        private T? Fail<T>(int offset, string message)
            where T : class
        {
            error ??= new SpfSyntaxError(source.Position + offset, source.Text, message);
            return null;
        }
    }
}
