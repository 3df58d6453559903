using System.Xml;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>The names of an XML text. A name table keeps every name that it ever saw, so a hostile text could fill memory with names alone.</summary>
internal sealed class BoundedNameTable : NameTable
{
    private const int MaxNames = 4096;
    private int names;

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Count(base.Add(key, start, len));

    public override string Add(string key) => Get(key) ?? Count(base.Add(key));

    private string Count(string name) => ++names > MaxNames
        ? throw new IntakeException(IntakeReason.XmlTokenTooLong, $"The text uses more than {MaxNames} different names.")
        : name;
}
