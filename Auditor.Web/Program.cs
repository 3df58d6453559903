using Auditor.Web.Hosting;

return await WebHostRunner.RunAsync(args).ConfigureAwait(false);

/// <summary>Named for the tests, which start the product through it.</summary>
internal sealed partial class Program;
