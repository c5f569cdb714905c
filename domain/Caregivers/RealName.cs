using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>
/// One identity number, known here by its hash alone: gathers the caregivers registered under it, and tells each of the others.
/// </summary>
public sealed class RealName(ActorId id) : Actor(id)
{
    private const byte Version = 1;

    private readonly SortedSet<string> caregivers = new(StringComparer.Ordinal);
    private readonly HeardBriefs<Brief.SameName> told = new();
    private bool isTouched;

    public override DateTimeOffset? NextDeadline => null;

    public override void Apply(Entry entry)
    {
        if (entry.Fact is Fact.CaregiverRegistered f)
        {
            isTouched |= caregivers.Add(f.CaregiverId);
        }
    }

    public override void Hear(ActorId from, Brief brief) =>
        throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Nobody tells a real name anything.");

    public override void Judge(Judgement to)
    {
        if (!isTouched)
        {
            return;
        }

        isTouched = false;
        var brief = new Brief.SameName(caregivers.Count > 1 ? [.. caregivers] : []);
        foreach (var caregiver in caregivers.Union(told.Items.Select(t => t.Key)).Order(StringComparer.Ordinal).ToList())
        {
            var now = caregivers.Contains(caregiver) ? brief : new Brief.SameName([]);
            if (told.Set(caregiver, now))
            {
                to.Tell(Id, ActorId.Caregiver(caregiver), now);
            }
        }
    }

    public override void TouchAll() => isTouched = true;

    public override void TakeBriefsFrom(Actor earlier)
    {
        if (earlier is RealName other)
        {
            told.TakeFrom(other.told);
            isTouched = true;
        }
    }

    public override void Write(StateWriter to)
    {
        to.Byte(Version);
        to.List(caregivers, (w, c) => w.Text(c));
        to.List(told.Items, (w, t) => { w.Text(t.Key); w.List(t.Value.CaregiverIds, (x, c) => x.Text(c)); });
    }

    public override void Read(StateReader from)
    {
        if (from.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"A real name's state of version {version} is not known.");
        }

        caregivers.UnionWith(from.List(r => r.Text()));
        foreach (var (caregiver, ids) in from.List(r => (r.Text(), r.List(x => x.Text()))))
        {
            told.Set(caregiver, new Brief.SameName([.. ids]));
        }
    }

    public override object View(DateTimeOffset now) => new { Id = Id.Id, Caregivers = caregivers.ToList() };
}
