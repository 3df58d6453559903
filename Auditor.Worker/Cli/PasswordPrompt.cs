using System.Text;

namespace Auditor.Worker.Cli;

/// <summary>Reads a password: from a terminal twice and without echo, otherwise the first line of standard input. Never from an argument, which other users see.</summary>
internal static class PasswordPrompt
{
    /// <exception cref="UsageException">Nothing was given, or the two differ.</exception>
    public static string Read() => Read("password", twice: true);

    /// <summary>As above, under another name; what opens something is typed once.</summary>
    /// <exception cref="UsageException">Nothing was given, or the two differ.</exception>
    public static string Read(string name, bool twice)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() is { Length: > 0 } line ? line : throw new UsageException($"Standard input holds no {name}: give it as the first line.");
        }

        var first = ReadHidden($"{char.ToUpperInvariant(name[0])}{name[1..]}: ", name);
        return !twice || ReadHidden("Again: ", name) == first ? first : throw new UsageException($"The two {name}s differ. Nothing was changed.");
    }

    private static string ReadHidden(string prompt, string name)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Console.Error.WriteLine();
                    return typed.Length > 0 ? typed.ToString() : throw new UsageException($"The {name} is empty. Nothing was changed.");
                case ConsoleKey.Backspace:
                    typed.Length = Math.Max(0, typed.Length - 1);
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        typed.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }
}
