namespace LtcActors.Simulator;
public sealed record DemoOptions();
public static class Demo { public static Task PlayAsync(HttpClient client, DemoOptions options, Action<string> log, CancellationToken stop) => Task.CompletedTask; }
