using Auditor.Web.Hosting;

return await WebHostRunner.RunAsync(args).ConfigureAwait(false);
