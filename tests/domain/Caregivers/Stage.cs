using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>
/// Caregivers, real names, devices and shelves by themselves: what persons and bindings would tell them, a test tells them.
/// </summary>
internal sealed class Stage(IPolicies? policies = null)
{
    private readonly PageShelf shelf = new();
    private readonly Dictionary<ActorId, Actor> actors = [];
    private readonly HashSet<ActorId> touched = [];
    private long seq;

    public DateTimeOffset Now { get; set; } = Shanghai.StartOf(new DateOnly(2026, 7, 1));

    /// <summary>What was told to whom that does not stand here, in order.</summary>
    public List<(ActorId To, Brief Brief)> Told { get; } = [];

    public List<(ActorId To, Brief Brief)> StaffTold() => Told.FindAll(static t => t.Brief is Brief.Staff);

    public int Tellings { get; private set; }

    public Stage Given(params Told[] facts)
    {
        foreach (var fact in facts)
        {
            fact(this);
        }

        return this;
    }

    public Entry Know(Fact fact, DateTimeOffset time, string? id = null)
    {
        var n = ++seq;
        var entry = new Entry(n, time, time, KeyOf(id ?? $"e{n}"), fact);
        Deliver(entry);
        return entry;
    }

    public void Deliver(Entry entry)
    {
        Span<ActorId> to = new ActorId[Routes.Max];
        foreach (var id in to[..Routes.Of(entry.Fact, to)])
        {
            if (id.Kind is ActorKind.Caregiver or ActorKind.Device or ActorKind.RealName or ActorKind.Shelf)
            {
                Get(id).Apply(entry);
                touched.Add(id);
            }
        }
    }

    public void Hear(string caregiver, ActorId from, Brief brief) => Hear(ActorId.Caregiver(caregiver), from, brief);

    private void Hear(ActorId to, ActorId from, Brief brief)
    {
        Get(to).Hear(from, brief);
        touched.Add(to);
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

    /// <summary>As a checkpoint does.</summary>
    /// <returns>Pages that were new or changed.</returns>
    public int KeepPages() => shelf.Keep(actors.Values);

    public void Put(Actor actor)
    {
        actors[actor.Id] = actor;
        touched.Add(actor.Id);
    }

    /// <param name="anew">Everything is judged from the ground up.</param>
    public Stage Settle(bool anew = false)
    {
        foreach (var actor in actors.Values.Where(_ => anew))
        {
            actor.TouchAll();
            touched.Add(actor.Id);
        }

        while (true)
        {
            touched.UnionWith(actors.Values.Where(a => a.NextDeadline <= Now).Select(a => a.Id));
            if (touched.Count == 0)
            {
                return this;
            }

            var court = new Court(policies ?? TestPolicies.Instance, Now);
            var round = touched.Order().ToList();
            touched.Clear();
            round.ForEach(id => Get(id).Judge(court));
            foreach (var (from, to, brief) in court.Told)
            {
                Tellings++;
                if (to.Kind is ActorKind.Caregiver or ActorKind.Device)
                {
                    Hear(to, from, brief);
                }
                else
                {
                    Told.Add((to, brief));
                }
            }
        }
    }

    public List<Finding> Findings() =>
        [.. Settle().actors.Values.SelectMany(a => a.Findings.Scopes).SelectMany(s => s.Value).OrderBy(f => f.Id, StringComparer.Ordinal)];

    public List<Finding> Findings(string rule) => [.. Findings().Where(f => f.Rule.Id == rule)];

    public Finding Only(string rule) => Assert.Single(Findings(rule));

    public void Silent(string rule) => Assert.Empty(Findings(rule));

    /// <summary>Findings as text that does not depend on the journal: facts by their keys.</summary>
    public string Picture() => string.Join('\n', Findings().Select(Line));

    public Stage Reload()
    {
        Settle().KeepPages();
        foreach (var (id, actor) in actors.ToList())
        {
            var writer = new StateWriter();
            actor.Write(writer);
            Assert.Empty(actor.UnkeptPages);
            var reader = new StateReader(writer.Written.ToArray());
            var copy = Actor.Create(id);
            copy.KeepPagesIn(shelf);
            copy.Read(reader);
            Assert.True(reader.AtEnd, $"{id} left bytes unread.");
            foreach (var (scope, found) in actor.Findings.Scopes)
            {
                copy.Findings.Set(scope, found);
            }

            var again = new StateWriter();
            copy.Write(again);
            Assert.True(again.Written.SequenceEqual(writer.Written), $"{id} reads otherwise than it writes.");
            actors[id] = copy;
        }

        return this;
    }

    public static ulong KeyOf(string id) => id.Aggregate(14695981039346656037UL, (h, c) => (h ^ c) * 1099511628211UL);

    private static string Line(Finding f) => string.Create(CultureInfo.InvariantCulture,
        $"{f.Rule.Id} {f.Subject} {f.Anchor} {f.Severity} {f.OccurredAt:O} {f.EndedAt:O} late={f.DecidedLate} {f.PersonId} {f.InstitutionId} {f.DistrictCode} [{
            string.Join(',', f.VisitIds)}] [{string.Join(',', f.Evidence.Select(e => $"{e.Fact.Key:x}{e.Note}"))}] [{string.Join(',', f.Figures)}]");

    private sealed class Court(IPolicies policies, DateTimeOffset now) : Judgement
    {
        public List<(ActorId From, ActorId To, Brief Brief)> Told { get; } = [];

        public override IPolicies Policies { get; } = policies;

        public override DateTimeOffset Now { get; } = now;

        public override void Tell(ActorId from, ActorId to, Brief brief) => Told.Add((from, to, brief));

        public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings)
        {
            Assert.Equal(findings.Length, findings.ToArray().Select(f => f.Id).Distinct().Count());
            actor.Findings.Set(scope, findings);
        }
    }
}

/// <summary>Something that becomes known.</summary>
internal delegate void Told(Stage stage);
