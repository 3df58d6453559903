using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Auditor.Core.Auditing;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

public sealed class AuditJsonTests
{
    /// <summary>The converter for all enumerations works by reflection, which the program compiled ahead of time has not: without one of its own a status would be printed as a number.</summary>
    [Fact]
    public void Every_enumeration_of_the_document_has_a_converter_of_its_own()
    {
        var own = AuditJson.Compact.Converters.Where(c => c is not JsonStringEnumConverter).ToList();
        var enumerations = Enumerations(typeof(AuditDocument), []).Distinct().ToList();
        enumerations.Should().HaveCountGreaterThan(2);
        enumerations.Should().OnlyContain(e => own.Exists(c => c.CanConvert(e)));
    }

    [Fact]
    public void Every_type_of_the_document_has_code_made_at_build_time()
    {
        IJsonTypeInfoResolver made = AuditJson.Default;
        Types(typeof(AuditDocument), []).Should().HaveCountGreaterThan(30).And.OnlyContain(t => made.GetTypeInfo(t, AuditJson.Compact) != null);
    }

    private static IEnumerable<Type> Enumerations(Type type, HashSet<Type> seen) =>
        Types(type, seen).Select(t => Nullable.GetUnderlyingType(t) ?? t).Where(t => t.IsEnum);

    private static HashSet<Type> Types(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
        {
            return seen;
        }

        var info = AuditJson.Compact.GetTypeInfo(type);
        foreach (var property in info.Properties.Where(p => p.Get is not null))
        {
            Types(property.PropertyType, seen);
        }

        if (info.ElementType is { } element)
        {
            Types(element, seen);
        }

        return seen;
    }
}
