namespace LtcActors.Silo.Cluster;

/// <summary>
/// What the collector of a cluster's silo is told by its environment: it looks for it nowhere else, and only as the process starts. Much
/// of what such a silo allocates lives a moment longer than the next young collection is away, is moved to the middle generation and dies
/// there. With a small budget for that, nearly every collection takes it along, and none finds hundreds of megabytes in it: the longest
/// pause is a third of what it is without (decision 24).
/// </summary>
public static partial class Collector
{
    public const string Variable = "DOTNET_GCGen1MaxBudget";

    /// <summary>Bytes a heap, hexadecimal: 2 MB.</summary>
    public const string Budget = "0x200000";

    /// <summary>Says so where it is not set: nothing is wrong then, but some answers come later.</summary>
    internal static void Look(ILogger log)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            Unset(log, Variable, Budget);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Variable} is not set in the environment: collections will take up to three times as long as with {Budget}. See docs/operations.md.")]
    private static partial void Unset(ILogger log, string variable, string budget);
}
