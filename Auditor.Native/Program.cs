using Auditor.Native;
using Auditor.Worker.Cli;

return NativeCommands.CanRun(args) ? await AuditorCommandLine.RunAsync(args, CancellationToken.None).ConfigureAwait(false) : Handover.To("auditor-service", args);
