using LtcActors.Engine.Alerts;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Queries;

/// <summary>The board's free-text search, for files: what the board shows by it is what its file has.</summary>
internal static class AlertText
{
    /// <summary>Room for the names that a word typed in pinyin stands for.</summary>
    public const int MaxChars = 4000;

    /// <summary>
    /// Whether every word of the text stands in the alert's ids, titles, people, place or visits, in either language. A word may have
    /// others after <c>|</c>, one of which is enough, and after <c>|=</c> whole ones: the board knows what is read as it was typed, and
    /// names it by its id or code.
    /// </summary>
    public static bool Matches(AlertRecord alert, string text)
    {
        string?[] all =
        [
            alert.Id, alert.Rule, alert.Title.Zh, alert.Title.En, alert.PersonId, alert.CaregiverId, alert.InstitutionId, alert.DeviceId, alert.DistrictCode,
            Words.Chinese.District(alert.DistrictCode), Words.English.District(alert.DistrictCode), alert.Assignee, .. alert.VisitIds,
        ];
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word => word.Split('|', StringSplitOptions.RemoveEmptyEntries)
                .Any(one => Array.Exists(all, field => one[0] == '=' ? field == one[1..] : field?.Contains(one, StringComparison.OrdinalIgnoreCase) == true)));
    }
}
