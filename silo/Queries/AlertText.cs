using LtcActors.Engine.Alerts;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Queries;

/// <summary>
/// The board's free-text search: every word of the text must stand in the alert's ids, titles, people, place or visits, in either language.
/// A word may have others after <c>|</c>, one of which is enough, and after <c>|=</c> whole ones: the board knows what is read as it was
/// typed, and names it by its id or code.
/// </summary>
internal sealed class AlertText
{
    /// <summary>Room for the names that a word typed in pinyin stands for.</summary>
    private const int MaxChars = 4000;

    private readonly string[][] words;

    private AlertText(string? text) =>
        words = [.. (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('|', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>What a query asks for by <c>q</c>; without it every alert matches.</summary>
    public static AlertText Read(QueryReader query) => new(query.Text("q", MaxChars));

    public bool IsEmpty => words.Length == 0;

    public bool Matches(AlertRecord alert)
    {
        if (IsEmpty)
        {
            return true;
        }

        string?[] all =
        [
            alert.Id, alert.Rule, alert.Title.Zh, alert.Title.En, alert.PersonId, alert.CaregiverId, alert.InstitutionId, alert.DeviceId, alert.DistrictCode,
            Words.Chinese.District(alert.DistrictCode), Words.English.District(alert.DistrictCode), alert.Assignee, .. alert.VisitIds,
        ];
        return Array.TrueForAll(words, word => Array.Exists(word, one => Array.Exists(all, field => Is(field, one))));
    }

    private static bool Is(string? field, string one) => one[0] == '=' ? field == one[1..] : field?.Contains(one, StringComparison.OrdinalIgnoreCase) == true;
}
