namespace Auditor.Worker.Settings;

/// <summary>A setting that can be changed in the product or given by the configuration.</summary>
/// <param name="Key">Its key, for example <c>Dns:Timeout</c>.</param>
/// <param name="Default">The value when nobody says otherwise.</param>
/// <param name="Title">A few words for the settings page.</param>
/// <param name="Help">What may be written, and what it does.</param>
/// <param name="Check">The sentence that says what is wrong with a value; null when nothing is.</param>
/// <param name="Choices">The words that may be written, for a page that offers them; null where it is not one of a few.</param>
public sealed record SettingDefinition(string Key, string Default, string Title, string Help, Func<string, string?> Check, IReadOnlyList<string>? Choices = null);

/// <summary>Where a value in force comes from; a later one wins.</summary>
public enum SettingOrigin
{
    Default,

    /// <summary>Changed in the product.</summary>
    Database,

    /// <summary>Given by the configuration: locked in the product.</summary>
    Configuration,
}

/// <summary>A setting as it is in force.</summary>
public sealed record EffectiveSetting(SettingDefinition Definition, string Value, SettingOrigin Origin)
{
    public bool IsLocked => Origin == SettingOrigin.Configuration;
}
