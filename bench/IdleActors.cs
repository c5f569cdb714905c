namespace LtcActors.Bench;

internal static class IdleActors
{
    public static Task MeasureAsync(BenchOptions o) => throw new NotImplementedException();
}
