using System.Diagnostics;
using SQLitePCL;

namespace LtcActors.Bench;

/// <summary>What the machine allows at all, measured in the same run as what we reach.</summary>
internal static class MachineLimits
{
    /// <summary>fsync after a 4 kB write, for 0.2 s. A disk figure is believed at 4,000/s and more before, 2,400/s and more after.</summary>
    public static double FsyncsPerSecond(string folder)
    {
        var file = Path.Combine(folder, "fsync.probe");
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.None);
        var page = new byte[4096];
        var watch = Stopwatch.StartNew();
        var n = 0;
        while (watch.ElapsedMilliseconds < 200)
        {
            stream.Position = 0;
            stream.Write(page);
            stream.Flush(flushToDisk: true);
            n++;
        }

        return n / watch.Elapsed.TotalSeconds;
    }

    /// <summary>A hand-written loop: one row an event, <c>seq</c> and blob, 1,000 a commit, WAL, synchronous FULL.</summary>
    public static double RowAppendsPerSecond(string folder, IReadOnlyList<byte[]> events, int rows) =>
        Append(folder, "rows.sqlite", rows, 1_000, perCommit: 1_000, (i, _) => events[i % events.Count]);

    /// <summary>The journal's own shape without its work: one blob a commit of 1,000 events, not compressed.</summary>
    public static double BlobAppendsPerSecond(string folder, IReadOnlyList<byte[]> events, int rows)
    {
        var blob = events.Take(1_000).SelectMany(e => e).ToArray();
        return Append(folder, "blobs.sqlite", rows / 1_000, 1, perCommit: 1, (_, _) => blob) * 1_000;
    }

    private static double Append(string folder, string name, int rows, int warm, int perCommit, Func<int, int, byte[]> row)
    {
        var file = Path.Combine(folder, name);
        File.Delete(file);
        Batteries_V2.Init();
        Check(raw.sqlite3_open(file, out var db));
        try
        {
            Exec(db, "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE e(seq INTEGER PRIMARY KEY, body BLOB)");
            Check(raw.sqlite3_prepare_v2(db, "INSERT INTO e VALUES(?,?)", out var insert));
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < rows;)
            {
                Exec(db, "BEGIN");
                for (var k = 0; k < perCommit && i < rows; k++, i++)
                {
                    raw.sqlite3_bind_int64(insert, 1, i + 1);
                    raw.sqlite3_bind_blob(insert, 2, row(i, warm));
                    raw.sqlite3_step(insert);
                    raw.sqlite3_reset(insert);
                }

                Exec(db, "COMMIT");
            }

            var rate = rows / watch.Elapsed.TotalSeconds;
            raw.sqlite3_finalize(insert);
            return rate;
        }
        finally
        {
            raw.sqlite3_close(db);
            foreach (var f in new[] { file, file + "-wal", file + "-shm" })
            {
                File.Delete(f);
            }
        }
    }

    private static void Exec(sqlite3 db, string sql) => Check(raw.sqlite3_exec(db, sql));

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new IOException($"SQLite answered {code}.");
        }
    }
}
