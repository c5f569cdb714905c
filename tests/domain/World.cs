using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests;

/// <summary>All actors in one place on one thread: facts in, findings out. What the engine does, without a journal.</summary>
internal sealed class World(IPolicies? policies = null)
{
    private readonly PageShelf shelf = new();
    private readonly Dictionary<ActorId, Actor> actors = [];
    private readonly HashSet<ActorId> touched = [];
    private long seq;

    /// <summary>The instant of judging; tests set it where a deadline matters.</summary>
    public DateTimeOffset Now { get; set; } = Shanghai.StartOf(new DateOnly(2026, 6, 30));

    /// <summary>Accepts a fact. Its recordedAt is its time unless said otherwise.</summary>
    public Entry Know(Fact fact, DateTimeOffset time, string? id = null, DateTimeOffset? recordedAt = null)
    {
        var n = ++seq;
        var entry = new Entry(n, recordedAt ?? time, time, KeyOf(id ?? $"e{n}"), fact);
        Deliver(entry);
        return entry;
    }

    public void Deliver(Entry entry)
    {
        Span<ActorId> to = new ActorId[Routes.Max];
        foreach (var id in to[..Routes.Of(entry.Fact, to)])
        {
            Get(id).Apply(entry);
            touched.Add(id);
        }
    }

    public Actor Get(ActorId id)
    {
        if (!actors.TryGetValue(id, out var actor))
        {
            actors[id] = actor = Actor.Create(id);
            actor.KeepPagesIn(shelf);
        }

        return actor;
    }

    /// <summary>Judges until nobody has anything more to tell, waking whom a deadline calls.</summary>
    public World Settle()
    {
        while (true)
        {
            foreach (var due in actors.Values.Where(a => a.NextDeadline <= Now))
            {
                touched.Add(due.Id);
            }

            if (touched.Count == 0)
            {
                return this;
            }

            var judgement = new Court(policies ?? TestPolicies.Instance, Now);
            var round = touched.Order().ToList();
            touched.Clear();
            foreach (var id in round)
            {
                Get(id).Judge(judgement);
            }

            foreach (var (to, from, brief) in judgement.Told)
            {
                Get(to).Hear(from, brief);
                touched.Add(to);
            }
        }
    }

    public IReadOnlyList<Finding> Findings() =>
        [.. Settle().actors.Values.SelectMany(a => a.Findings.Scopes).SelectMany(s => s.Value).OrderBy(f => f.Id, StringComparer.Ordinal)];

    /// <summary>Writes every actor out and reads it back: what a snapshot does.</summary>
    public World Reload()
    {
        Settle();
        shelf.Keep(actors.Values);
        foreach (var (id, actor) in actors.ToList())
        {
            var writer = new StateWriter();
            actor.Write(writer);
            var reader = new StateReader(writer.Written.ToArray());
            var copy = Actor.Create(id);
            copy.KeepPagesIn(shelf);
            copy.Read(reader);
            Assert.True(reader.AtEnd, $"{id} left bytes unread.");
            foreach (var (scope, found) in actor.Findings.Scopes)
            {
                copy.Findings.Set(scope, found);
            }

            actors[id] = copy;
        }

        return this;
    }

    /// <summary>Any fixed hash will do: the same id gives the same key in every run.</summary>
    private static ulong KeyOf(string id) => id.Aggregate(14695981039346656037UL, (h, c) => (h ^ c) * 1099511628211UL);

    private sealed class Court(IPolicies policies, DateTimeOffset now) : Judgement
    {
        public List<(ActorId To, ActorId From, Brief Brief)> Told { get; } = [];

        public override IPolicies Policies { get; } = policies;

        public override DateTimeOffset Now { get; } = now;

        public override void Tell(ActorId from, ActorId to, Brief brief) => Told.Add((to, from, brief));

        public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings) => actor.Findings.Set(scope, findings);
    }
}

/// <summary>The defaults of docs/rules.md, for every region and day.</summary>
internal sealed class TestPolicies : IPolicies
{
    private static readonly Dictionary<string, double> Values = new()
    {
        ["elg.lateNotice"] = 24, ["elg.assessmentYears"] = 2, ["elg.levelMin"] = 3, ["stf.homeMax"] = 10, ["stf.homeMin"] = 5,
        ["stf.graceDays"] = 30, ["stf.ratioMax"] = 4, ["fam.practiceMonths"] = 3, ["fam.bindingsMax"] = 1,
        ["vis.checkoutAfterPlan"] = 120, ["vis.checkoutAfterCheckIn"] = 25, ["vis.missingShare"] = 10, ["vis.missingMinVisits"] = 20,
        ["vis.missingWindow"] = 30, ["vis.void"] = 2, ["vis.unpaid"] = 8, ["vis.plannedShare"] = 80, ["vis.visitMax"] = 12,
        ["vis.dayHigh"] = 16, ["vis.dayMax"] = 24, ["vis.overlap"] = 5, ["vis.sameAddress"] = 50, ["vis.travelSpeed"] = 120,
        ["vis.travelMin"] = 2000, ["vis.confirm"] = 300, ["geo.fence"] = 150, ["geo.accuracyMax"] = 100, ["geo.farFactor"] = 5,
        ["geo.offCount"] = 3, ["geo.offWindow"] = 7, ["geo.offShare"] = 10, ["geo.offShareWindow"] = 30, ["geo.offMinVisits"] = 20,
        ["idn.face"] = 0.8, ["idn.faceFailures"] = 2, ["dev.accounts"] = 2, ["dev.window"] = 24,
        ["idn.photoDistance"] = 4, ["idn.photoWindow"] = 90, ["idn.signatureVisits"] = 2, ["idn.signatureWindow"] = 90, ["idn.printCaregivers"] = 5, ["idn.jointVisit"] = 30,
        ["idn.noAnswers"] = 2, ["idn.noAnswerWindow"] = 30, ["geo.frozenVisits"] = 3, ["geo.frozenWindow"] = 30,
        ["elg.expiryFirst"] = 90, ["elg.expiryLast"] = 30, ["elg.confirmGrace"] = 5, ["fam.recordEvery"] = 7,
        ["fam.otherFaces"] = 2, ["fam.otherFaceWindow"] = 30, ["fam.interviews"] = 3, ["fam.welfareVisit"] = 24,
        ["fam.qualityFalls"] = 2, ["ins.rectifyMonths"] = 1, ["ins.suspendMonths"] = 6, ["ins.transferDays"] = 7,
        ["vis.unplanned"] = 60, ["vis.personOverlap"] = 5, ["vis.transferShare"] = 50, ["vis.transferSpeed"] = 40,
        ["vis.loadVisits"] = 10, ["vis.loadHours"] = 10, ["vis.manualShare"] = 15, ["vis.manualMinVisits"] = 20,
        ["vis.manualPersons"] = 2, ["vis.manualPatternVisits"] = 4, ["vis.manualPatternShare"] = 80,
        ["vis.uploadLate"] = 72, ["vis.lateShare"] = 20, ["vis.lateMinVisits"] = 20,
        ["dev.perCaregiver"] = 2,
        ["dev.perCaregiverWindow"] = 30,
        ["dev.clock"] = 5,
        ["dev.nights"] = 5,
        ["dev.nightWindow"] = 7,
        ["geo.awayFixes"] = 3,
        ["geo.awayTime"] = 10,
        ["geo.frozenPoints"] = 10,
        ["geo.frozenTime"] = 30,
        ["geo.beaconTogether"] = 5,
        ["geo.beaconApart"] = 200,
        ["geo.beaconAway"] = 300,
        ["idn.altShare"] = 30,
        ["idn.altMinVisits"] = 20,
        ["idn.unsigned"] = 3,
        ["idn.unsignedWindow"] = 30,
        ["idn.signerPersons"] = 2,
        ["vis.noShow"] = 30,
        ["vis.noShowWait"] = 72,
        ["vis.noShowKnown"] = 24,
        ["vis.planLow"] = 80,
        ["vis.planHigh"] = 120,
        ["vis.planMinItems"] = 8,
        ["vis.planGrace"] = 5,
        ["elg.expirySecond"] = 60,
        ["idn.proofEvery"] = 7,
        ["col.shiftWindow"] = 2,
        ["col.ringMonths"] = 3,
        ["col.ringClients"] = 3,
        ["col.ringShare"] = 80,
        ["col.ringSignals"] = 2,
        ["col.ringAddress"] = 3,
        ["col.sharers"] = 2,
        ["col.accountWindow"] = 90,
        ["col.useGap"] = 31,
        ["typ.weightP1"] = 0.6,
        ["typ.weightP2"] = 0.35,
        ["typ.weightP3"] = 0.15,
        ["typ.weightP4"] = 0,
        ["typ.open"] = 0.5,
        ["typ.urgent"] = 0.8,
        ["vis.monthGrace"] = 5,
        ["vis.regularMinVisits"] = 10,
        ["vis.regularSpread"] = 30,
        ["vis.oddMinVisits"] = 8,
        ["vis.oddShare"] = 50,
        ["vis.nightFrom"] = 22,
        ["vis.nightTo"] = 6,
        ["stf.phantomDays"] = 30,
        ["stf.attendanceShare"] = 50,
        ["col.outlier"] = 3.5,
        ["col.outlierFigures"] = 2,
        ["col.minPeers"] = 10,
        ["col.minVisits"] = 10,
        ["col.minClients"] = 3,
        ["col.fullQuota"] = 98,
        ["col.minuteSpread"] = 3,
        ["col.shareSpread"] = 5,
    };

    private readonly Thresholds thresholds = new((key, unit) => new Limit(key, Values[key], unit, "proposed"));

    public static TestPolicies Instance { get; } = new();

    public Thresholds For(string? districtCode, DateOnly day) => thresholds;
}
