namespace LtcActors.Journal.Postgres;

/// <summary>Sizes that tests make small.</summary>
/// <param name="RunEvents">Events of a run of the index of ids: two of them are held in memory, 32 bytes an event.</param>
/// <param name="CacheBytes">Uncompressed batches kept for readers.</param>
internal sealed record PostgresJournalOptions(int RunEvents = 1 << 18, long CacheBytes = 64 << 20);
