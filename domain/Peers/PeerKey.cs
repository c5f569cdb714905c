using System.Globalization;
using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Peers;

/// <summary>Whose figures may be held against each other. Stored by its name in a group's id.</summary>
public enum PeerKind { Home, Institution, Family }

/// <summary>The caregivers of one district and kind in one calendar month.</summary>
/// <param name="Month">Its first day.</param>
public readonly record struct PeerKey(string District, PeerKind Kind, DateOnly Month)
{
    private const string MonthForm = "yyyy-MM";

    public ActorId Id => ActorId.Peers(
        string.Create(CultureInfo.InvariantCulture, $"{District}:{NameOf(Kind)}:{Month.ToString(MonthForm, CultureInfo.InvariantCulture)}"));

    /// <exception cref="FormatException">No group has this id.</exception>
    public static PeerKey Of(string id)
    {
        var parts = id.Split(':');
        return parts.Length == 3 && DateOnly.TryParseExact(parts[2], MonthForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? new(parts[0], KindOf(parts[1]), month)
            : throw new FormatException($"\"{id}\" names no group of peers.");
    }

    private static string NameOf(PeerKind kind) => kind switch
    {
        PeerKind.Home => "home",
        PeerKind.Institution => "institution",
        PeerKind.Family => "family",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a name."),
    };

    private static PeerKind KindOf(string name) => name switch
    {
        "home" => PeerKind.Home,
        "institution" => PeerKind.Institution,
        "family" => PeerKind.Family,
        _ => throw new FormatException($"\"{name}\" is no kind of peers."),
    };
}
