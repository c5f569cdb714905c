using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Tests.Journals;

public sealed class MemoryJournalTests() : JournalContract(new MemoryJournalBed());

public sealed class MemoryStateStoreTests() : StateStoreContract(new MemoryStateStoreBed());

/// <summary>What is in memory outlives its disposal, so opening it again is to hand it out again.</summary>
public sealed class MemoryJournalBed : IJournalBed
{
    private readonly MemoryJournal journal = new();

    public IJournal Open() => journal;

    public void Break(bool broken) => journal.FailNextAppend = () => broken;

    public void Dispose() => journal.Dispose();
}

public sealed class MemoryStateStoreBed : IStateStoreBed
{
    private readonly MemoryStateStore store = new();

    public IStateStore Open() => store;

    public void Dispose() => store.Dispose();
}
