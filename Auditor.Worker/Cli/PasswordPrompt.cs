using System.Text;

namespace Auditor.Worker.Cli;

/// <summary>Reads a password: from a terminal twice and without echo, otherwise the first line of standard input. Never from an argument, which other users see.</summary>
internal static class PasswordPrompt
{
    /// <exception cref="UsageException">Nothing was given, or the two differ.</exception>
    public static string Read()
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() is { Length: > 0 } line ? line : throw new UsageException("Standard input holds no password: give it as the first line.");
        }

        var first = ReadHidden("Password: ");
        return ReadHidden("Again:    ") == first ? first : throw new UsageException("The two passwords differ. Nothing was changed.");
    }

    private static string ReadHidden(string prompt)
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
                    return typed.Length > 0 ? typed.ToString() : throw new UsageException("The password is empty. Nothing was changed.");
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
