using Auditor.Worker.Cli;

return await AuditorCommandLine.RunAsync(args, CancellationToken.None).ConfigureAwait(false);
