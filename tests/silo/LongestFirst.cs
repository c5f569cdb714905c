using LtcActors.Silo.Tests.EndToEnd;

[assembly: TestCollectionOrderer("LtcActors.Silo.Tests.LongestFirst", "LtcActors.Silo.Tests")]

namespace LtcActors.Silo.Tests;

public sealed class LongestFirst() : LtcActors.Tests.Ordering.LongestFirst(
    "ClusterTests", ServerCollection.Name, nameof(KillTests), nameof(PairKillTests), nameof(BackupTests), nameof(AccessibilityTests), nameof(WorkplaceBoardTests),
    nameof(BoardTests), nameof(InvestigationPagesTests), nameof(TriageBoardTests), nameof(NpmClientTests), nameof(TourTests));
