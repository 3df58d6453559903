using Auditor.Native;
using Auditor.Worker.Cli;

return await NativeCommands.CanRunAsync(args, CancellationToken.None).ConfigureAwait(false)
    ? await AuditorCommandLine.RunAsync(args, CancellationToken.None).ConfigureAwait(false)
    : Handover.To("auditor-service", args);
