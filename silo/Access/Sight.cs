using System.Collections.Frozen;
using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Silo.Access;

/// <summary>
/// Whose an entity is, for callers with a scope. A person is of the district of the registration and of the institutions of the
/// arrangements; a binding is its person's; an institution is of its own; a caregiver is of each institution that employs, and of each
/// person who is served or bound. What is none of these, or not known, is nobody's: only callers without a scope see it.
/// </summary>
internal sealed class Sight(ISupervision supervision)
{
    /// <summary>Of what kind the subject of an event is, by its type: as the contract has it.</summary>
    private static readonly FrozenDictionary<string, string> Subjects = EventTypes.All.ToFrozenDictionary(t => t.Name, t => t.Subject, StringComparer.Ordinal);

    public ValueTask<bool> SeesAsync(Scope scope, ActorId id) => scope.IsAll ? new(true) : new Look(supervision, scope).SeesAsync(id);

    /// <summary>For many entities in one request: each is looked up once.</summary>
    public Look Of(Scope scope) => new(supervision, scope);

    /// <summary>One caller's sight for the length of a request.</summary>
    internal sealed class Look(ISupervision supervision, Scope scope)
    {
        private readonly Dictionary<ActorId, bool> known = [];

        public async ValueTask<bool> SeesAsync(ActorId id)
        {
            if (scope.IsAll)
            {
                return true;
            }

            if (!known.TryGetValue(id, out var seen))
            {
                known[id] = seen = await LookAsync(id);
            }

            return seen;
        }

        /// <summary>Whether an event may be shown: the one it is about must be the caller's.</summary>
        /// <param name="of">The entity whose history is read, which the caller sees: what is about it is shown.</param>
        public async ValueTask<bool> SeesAsync(JsonElement cloudEvent, ActorId? of = null)
        {
            if (scope.IsAll)
            {
                return true;
            }

            if (Text(cloudEvent, "subject") is not { } subject)
            {
                return false;
            }

            // A withdrawal does not say by its type whom it is about; in the history of one of this id it is about that one.
            var about = SubjectOf(Text(cloudEvent, "type"), subject);
            return about is { } who ? who == Whole(of) || await SeesAsync(who) : of?.Id == subject;
        }

        /// <summary>A binding is its person's, and knows it by id alone.</summary>
        private static ActorId? Whole(ActorId? id) => id is { Kind: ActorKind.Binding } binding ? ActorId.Person(binding.Id) : id;

        private async Task<bool> LookAsync(ActorId id)
        {
            var who = Whole(id)!.Value;
            if (await supervision.ViewAsync(who, null) is not { } view)
            {
                return false;
            }

            var json = view as JsonElement? ?? JsonSerializer.SerializeToElement(view, Hosting.Json.Options);
            return who.Kind switch
            {
                ActorKind.Person => SeesPerson(json),
                ActorKind.Institution => scope.Sees(Text(json, "districtCode"), who.Id),
                ActorKind.Caregiver => await SeesCaregiverAsync(json),
                ActorKind.Device or ActorKind.RealName or ActorKind.Binding or ActorKind.Account or ActorKind.Peers or ActorKind.Shelf => false,
                _ => false,
            };
        }

        private bool SeesPerson(JsonElement view)
        {
            var district = Text(view, "districtCode");
            return scope.Institutions.Count == 0
                ? scope.Sees(district, null)
                : Texts(view, "arrangements", "institutionId").Any(institution => scope.Sees(district, institution));
        }

        private async Task<bool> SeesCaregiverAsync(JsonElement view)
        {
            foreach (var institution in Texts(view, "employments", "institutionId").Distinct())
            {
                if (await SeesAsync(ActorId.Institution(institution)))
                {
                    return true;
                }
            }

            foreach (var person in Texts(view, "boundTo", "personId").Concat(Texts(view, "clients", "personId")).Distinct())
            {
                if (await SeesAsync(ActorId.Person(person)))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whom an event is about, by its type; null: a device or an account, which are nobody's, or a withdrawal, which does not say it.</summary>
    internal static ActorId? SubjectOf(string? type, string subject) => type is null ? null : Subjects.GetValueOrDefault(type) switch
    {
        "institution" => ActorId.Institution(subject),
        "caregiver" => ActorId.Caregiver(subject),
        "person" => ActorId.Person(subject),
        _ => null,
    };

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Texts(JsonElement json, string list, string name) =>
        json.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Select(item => Text(item, name)).OfType<string>()
            : [];
}
