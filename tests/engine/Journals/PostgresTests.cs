using LtcActors.Journal.Postgres;

namespace LtcActors.Engine.Tests.Journals;

[Collection(PostgresCollection.Name)]
public sealed class PostgresJournalContractTests(PostgresFixture fixture) : JournalContract(new PostgresJournalBed(fixture));

/// <summary>The same with a run every two events, so that nearly all is found in runs, and with a cache that holds nothing.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresJournalOfTinyRunsTests(PostgresFixture fixture)
    : JournalContract(new PostgresJournalBed(fixture, new PostgresJournalOptions(RunEvents: 2, CacheBytes: 0)));

[Collection(PostgresCollection.Name)]
public sealed class PostgresStateStoreContractTests(PostgresFixture fixture) : StateStoreContract(new PostgresStateStoreBed(fixture));
