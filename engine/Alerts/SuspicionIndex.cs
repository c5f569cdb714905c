using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Alerts;

/// <summary>A typology, by its rule, and one of those it may be about.</summary>
internal readonly record struct SuspicionKey(string Rule, string Subject)
{
    public Typology Typology => Typologies.Get(Rule) ?? throw new InvalidOperationException($"{Rule} is no typology.");

    public ActorId Actor => new(
        Typology.Subject switch
        {
            SuspicionSubject.Person => ActorKind.Person,
            SuspicionSubject.Caregiver => ActorKind.Caregiver,
            SuspicionSubject.Institution => ActorKind.Institution,
            var kind => throw new InvalidOperationException($"No such subject: {kind}."),
        },
        Subject);

    /// <summary>Of its suspicion: one for ever, whatever it rests on.</summary>
    public string AlertId => Finding.IdOf(Typology.Rule, Actor, "suspicion");
}

/// <summary>Which alerts bear on which suspicion, and which suspicions are to be weighed again. The conductor's thread only.</summary>
internal sealed class SuspicionIndex
{
    /// <summary>A device's alert has no caregiver of its own; it names them in this figure.</summary>
    private const string CaregiversFigure = "caregivers";

    private readonly Dictionary<SuspicionKey, HashSet<string>> members = [];
    private readonly HashSet<SuspicionKey> touched = [];

    public void Replace(AlertRecord? before, AlertRecord after)
    {
        var typologies = Typologies.With(after.Rule);
        if (typologies.IsEmpty)
        {
            return;
        }

        foreach (var typology in typologies)
        {
            foreach (var subject in before is null ? [] : SubjectsOf(typology, before))
            {
                Remove(new(typology.Rule.Id, subject), before!.Id);
            }

            foreach (var subject in after.Status == AlertStatus.Withdrawn ? [] : SubjectsOf(typology, after))
            {
                var key = new SuspicionKey(typology.Rule.Id, subject);
                if (!members.TryGetValue(key, out var ids))
                {
                    members[key] = ids = new(StringComparer.Ordinal);
                }

                ids.Add(after.Id);
                touched.Add(key);
            }
        }
    }

    /// <summary>Something else than the alert itself may have changed whether it counts.</summary>
    public void Touch(AlertRecord alert)
    {
        foreach (var typology in Typologies.With(alert.Rule))
        {
            foreach (var subject in SubjectsOf(typology, alert))
            {
                touched.Add(new(typology.Rule.Id, subject));
            }
        }
    }

    public IEnumerable<string> MembersOf(SuspicionKey key) => members.TryGetValue(key, out var ids) ? ids : [];

    /// <summary>The suspicions touched since the last call, in the order of their alerts' ids.</summary>
    public IReadOnlyList<SuspicionKey> TakeTouched()
    {
        if (touched.Count == 0)
        {
            return [];
        }

        List<SuspicionKey> taken = [.. touched.OrderBy(k => k.AlertId, StringComparer.Ordinal)];
        touched.Clear();
        return taken;
    }

    /// <summary>Weighs all of them anew at the next call of <see cref="TakeTouched"/>.</summary>
    public void TouchAll() => touched.UnionWith(members.Keys);

    private void Remove(SuspicionKey key, string id)
    {
        touched.Add(key);
        if (members.TryGetValue(key, out var ids) && ids.Remove(id) && ids.Count == 0)
        {
            members.Remove(key);
        }
    }

    // An alert that names several of a kind has no field for them, and says nothing of any one.
    private static IEnumerable<string> SubjectsOf(Typology typology, AlertRecord alert) => typology.Subject switch
    {
        SuspicionSubject.Person => One(alert.PersonId),
        SuspicionSubject.Caregiver when alert.CaregiverId is null && alert.DeviceId is not null =>
            alert.Figures.TryGetValue(CaregiversFigure, out var figure) ? figure.Text?.Split(' ') ?? [] : [],
        SuspicionSubject.Caregiver => One(alert.CaregiverId),
        SuspicionSubject.Institution => One(alert.InstitutionId),
        var kind => throw new InvalidOperationException($"No such subject: {kind}."),
    };

    private static string[] One(string? id) => id is null ? [] : [id];
}
