using LtcActors.Engine.Ports;
using LtcActors.Journal.Sqlite;

namespace LtcActors.Engine.Tests.Journals;

public sealed class SqliteJournalContractTests() : JournalContract(new SqliteJournalBed(new SqliteJournalOptions()));

/// <summary>The same with a run every two events, so that nearly all is found in runs, and with a cache that holds nothing.</summary>
public sealed class SqliteJournalOfTinyRunsTests()
    : JournalContract(new SqliteJournalBed(new SqliteJournalOptions(RunEvents: 2, CacheBytes: 0)));

public sealed class SqliteStateStoreContractTests() : StateStoreContract(new SqliteStateStoreBed());

internal sealed class SqliteJournalBed(SqliteJournalOptions options) : IJournalBed
{
    private readonly TemporaryFolder folder = new();
    private SqliteJournal? journal;

    public IJournal Open() => journal = SqliteJournal.Open(folder.Path, options);

    public void Break(bool broken) => journal!.File.LimitPages(broken ? 1 : 0);

    public void Dispose() => folder.Dispose();
}

internal sealed class SqliteStateStoreBed : IStateStoreBed
{
    private readonly TemporaryFolder folder = new();

    public IStateStore Open() => SqliteStateStore.Open(folder.Path);

    public void Dispose() => folder.Dispose();
}
