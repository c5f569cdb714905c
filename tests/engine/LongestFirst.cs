using LtcActors.Engine.Tests.Journals;
using LtcActors.Engine.Tests.Running;

[assembly: TestCollectionOrderer("LtcActors.Engine.Tests.LongestFirst", "LtcActors.Engine.Tests")]

namespace LtcActors.Engine.Tests;

public sealed class LongestFirst() : LtcActors.Tests.Ordering.LongestFirst(
    nameof(ReplayTests), nameof(PolicyChangeTests), nameof(OrderOfOtherCitiesTests), nameof(OrderTests), nameof(SqliteJournalTests), nameof(TruthTests));
