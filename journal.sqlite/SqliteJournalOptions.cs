namespace LtcActors.Journal.Sqlite;

/// <summary>Sizes that tests make small.</summary>
/// <param name="RunEvents">Events of a run of the index of ids: memory for two of them, some 17 bytes an event each, is always held.</param>
/// <param name="CacheBytes">Uncompressed batches kept for readers.</param>
internal sealed record SqliteJournalOptions(int RunEvents = 1 << 18, long CacheBytes = 64 << 20);
