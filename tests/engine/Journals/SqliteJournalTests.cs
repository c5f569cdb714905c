using LtcActors.Engine.Ports;
using LtcActors.Journal.Sqlite;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Engine.Tests.Journals;

public sealed class SqliteJournalTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly SqliteJournalOptions SmallRuns = new(RunEvents: 1_000);

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_second_opener_is_refused_until_the_first_is_done()
    {
        using (SqliteJournal.Open(folder.Path))
        {
            var refused = Assert.Throws<JournalUnavailableException>(() => SqliteJournal.Open(folder.Path));
            Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
        }

        using var journal = SqliteJournal.Open(folder.Path);
    }

    [Fact]
    public void A_reader_sees_what_is_committed_beside_the_writer_and_when_there_is_none()
    {
        Assert.Contains("There is no journal", Assert.Throws<JournalUnavailableException>(() => SqliteJournalReader.Open(folder.Path)).Message, StringComparison.Ordinal);
        using (var journal = SqliteJournal.Open(folder.Path))
        {
            Fill(journal, 0, 10);
            using var reader = SqliteJournalReader.Open(folder.Path);
            Assert.Equal((10, Noon), (reader.LastSeq, reader.LastRecordedAt));
            Fill(journal, 10, 10);
            Assert.Equal(20, reader.LastSeq);
            Assert.Equal(journal.ReadEvent(17)!.Value.Json.ToArray(), reader.ReadEvent(17)!.Value.Json.ToArray());
            Assert.Equal(20, reader.ReadBatches(0).Sum(b => b.Events.Count));
            Assert.Throws<NotSupportedException>(() => reader.Append(Noon, [], []));
        }

        using var after = SqliteJournalReader.Open(folder.Path);
        Assert.Equal(20, after.LastSeq);
        // It holds nobody up.
        using var again = SqliteJournal.Open(folder.Path);
        Fill(again, 20, 1);
        Assert.Equal(21, after.LastSeq);
    }

    [Fact]
    public void Every_id_is_found_through_runs_and_merges_and_again_after_reopening()
    {
        const int Count = 100_000; // A hundred runs of 1,000, as 26 million events make of the size in use.
        using (var journal = SqliteJournal.Open(folder.Path, SmallRuns))
        {
            Fill(journal, 0, Count);
            FindAll(journal, Count, step: 7);
            Assert.True(journal.Ids.Indexer.WaitUntilIdle(TimeSpan.FromSeconds(60)));
            Assert.Null(journal.Ids.Indexer.Problem);
            // 100 runs: one of 64,000, four of 8,000, four of 1,000.
            Assert.Equal([2, 1, 1, 1, 1, 0, 0, 0, 0], journal.Ids.Indexer.Current.Runs.Select(r => r.Level));
            FindAll(journal, Count, step: 3);
        }

        using var again = SqliteJournal.Open(folder.Path, SmallRuns);
        FindAll(again, Count, step: 11);
    }

    [Fact]
    public void Colliding_ids_are_found_wherever_they_lie()
    {
        var ids = Collisions.Of("collide").Take(40).ToList();
        using (var journal = SqliteJournal.Open(folder.Path, SmallRuns))
        {
            for (var i = 0; i < ids.Count; i++)
            {
                Fill(journal, i * 499, 499);
                journal.Append(Noon, [Events.Of(ids[i])], []);
            }

            Assert.Equal(Enumerable.Range(1, 40).Select(i => 500L * i), ids.Select(id => Events.Find(journal, id)));
            Assert.True(journal.Ids.Indexer.WaitUntilIdle(TimeSpan.FromSeconds(60)));
            Assert.Equal(Enumerable.Range(1, 40).Select(i => 500L * i), ids.Select(id => Events.Find(journal, id)));
        }

        using var again = SqliteJournal.Open(folder.Path, SmallRuns);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => 500L * i), ids.Select(id => Events.Find(again, id)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(25_500)]
    public void All_that_was_appended_is_there_after_an_unclean_end(int count)
    {
        using var journal = SqliteJournal.Open(folder.Path, SmallRuns);
        Fill(journal, 0, count);
        using var cut = folder.Copy();
        using var after = SqliteJournal.Open(cut.Path, SmallRuns);
        Assert.Equal(count, after.LastSeq);
        FindAll(after, count);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("text")]
    [InlineData("cut short")]
    [InlineData("a byte changed")]
    [InlineData("of another journal")]
    [InlineData("ahead of a journal that was restored")]
    public void A_bad_index_of_ids_is_built_again(string damage)
    {
        const int Count = 20_000;
        using (var journal = SqliteJournal.Open(folder.Path, SmallRuns))
        {
            Fill(journal, 0, Count);
            Assert.True(journal.Ids.Indexer.WaitUntilIdle(TimeSpan.FromSeconds(60)));
        }

        Damage(folder["ids.sqlite"], damage, Count);
        using var again = SqliteJournal.Open(folder.Path, SmallRuns);
        Assert.Equal(Count, again.LastSeq);
        FindAll(again, Count);
        Assert.Equal(0, Events.Find(again, "id-other-1"));
    }

    [Fact]
    public void A_damaged_commit_is_named_and_the_others_are_read()
    {
        using (var journal = SqliteJournal.Open(folder.Path, new SqliteJournalOptions(RunEvents: 500)))
        {
            Fill(journal, 0, 1_500);
            Assert.True(journal.Ids.Indexer.WaitUntilIdle(TimeSpan.FromSeconds(60)));
        }

        using (var db = Db.OpenWriter(folder["journal.sqlite"]))
        {
            db.Exec("UPDATE batch SET body = CAST(substr(body, 1, 999) || x'00' || substr(body, 1001) AS BLOB) WHERE first_seq = 501");
        }

        using var again = SqliteJournal.Open(folder.Path);
        Assert.NotNull(again.ReadEvent(500));
        Assert.Contains("place 501", Assert.Throws<InvalidDataException>(() => again.ReadEvent(600)).Message, StringComparison.Ordinal);
        Assert.NotNull(again.ReadEvent(1_001));
    }

    [Fact]
    public void A_journal_of_a_later_version_is_left_alone()
    {
        SqliteJournal.Open(folder.Path).Dispose();
        using (var db = Db.OpenWriter(folder["journal.sqlite"]))
        {
            db.Exec("UPDATE meta SET value = '2' WHERE key = 'version'");
        }

        var refused = Assert.Throws<JournalUnavailableException>(() => SqliteJournal.Open(folder.Path));
        Assert.Contains("version 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_journal_is_refused()
    {
        File.WriteAllText(folder["journal.sqlite"], new string('x', 5_000));
        Assert.Throws<JournalUnavailableException>(() => SqliteJournal.Open(folder.Path));
    }

    [Fact]
    public void A_full_disk_under_the_index_of_ids_loses_no_id()
    {
        using var journal = SqliteJournal.Open(folder.Path, SmallRuns);
        Fill(journal, 0, 1_000);
        Assert.True(journal.Ids.Indexer.WaitUntilIdle(TimeSpan.FromSeconds(60)));
        using (var other = Db.OpenWriter(folder["ids.sqlite"]))
        {
            // Who else holds the file's write lock is as much in the way as a full disk.
            other.Exec("BEGIN IMMEDIATE");
            Fill(journal, 1_000, 10_000);
            FindAll(journal, 11_000);
            other.Exec("ROLLBACK");
        }

        FindAll(journal, 11_000);
    }

    public void Dispose() => folder.Dispose();

    private static void Fill(SqliteJournal journal, int first, int count)
    {
        const int Batch = 500;
        for (var i = first; i < first + count; i += Batch)
        {
            var events = Enumerable.Range(i, Math.Min(Batch, first + count - i)).Select(n => Events.Of($"id-{n}")).ToArray();
            journal.Append(Noon, events, []);
        }
    }

    private static void FindAll(SqliteJournal journal, int count, int step = 1)
    {
        for (var i = 0; i < count; i += step)
        {
            Assert.Equal(i + 1, Events.Find(journal, $"id-{i}"));
        }

        Assert.Equal(0, Events.Find(journal, $"id-{count}"));
    }

    private static void Damage(string path, string how, int count)
    {
        switch (how)
        {
            case "missing":
                File.Delete(path);
                break;
            case "text":
                File.WriteAllText(path, new string('x', 20_000));
                break;
            case "cut short":
                using (var file = File.OpenWrite(path))
                {
                    file.SetLength(file.Length / 2);
                }

                break;
            case "a byte changed":
                using (var db = Db.OpenWriter(path))
                {
                    db.Exec("""
                        UPDATE block SET body = CAST(substr(body, 1, 99) || x'00' || substr(body, 101) AS BLOB)
                        WHERE id = (SELECT max(id) FROM block)
                        """);
                }

                break;
            default:
                // Ids of a journal that went another way after the same beginning, or of quite another one.
                using (var elsewhere = new TemporaryFolder())
                {
                    if (how.StartsWith("ahead", StringComparison.Ordinal))
                    {
                        File.Copy(Path.Combine(Path.GetDirectoryName(path)!, "journal.sqlite"), elsewhere["journal.sqlite"]);
                    }

                    using (var other = SqliteJournal.Open(elsewhere.Path, SmallRuns))
                    {
                        var events = Enumerable.Range(0, count).Select(n => Events.Of($"id-other-{n}")).ToArray();
                        other.Append(Noon, events, []);
                        Assert.True(other.Ids.Indexer.WaitUntilIdle(TimeSpan.FromSeconds(60)));
                    }

                    File.Copy(elsewhere["ids.sqlite"], path, overwrite: true);
                }

                break;
        }
    }
}
