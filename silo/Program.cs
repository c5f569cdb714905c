using LtcActors.Silo;
using LtcActors.Silo.Cli;

SiloOptions Configured() => Settings.Read(Settings.Load(), Console.Error.WriteLine);

var root = Commands.Build(Configured, (options, stop) =>
    Serve.RunAsync(options, Wiring.Parts, Console.Out, Console.Error, stop));
try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (ArgumentException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
