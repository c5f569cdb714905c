using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Policies;

/// <summary>
/// Whether a text binds. A draft binds nobody; what rests on one says so. No file says <see cref="Ended"/>: it follows from the day.
/// </summary>
public enum LegalStatus { InForce, Trial, Draft, Ended }

/// <summary>A name in both languages.</summary>
public sealed record Bilingual(string Zh, string En);

/// <param name="Text">The clause in Chinese, as the source has it but for white space; <c>……</c> stands for what is left out.</param>
/// <param name="En">A short rendering; the Chinese alone counts.</param>
public sealed record Article(string Text, string En);

/// <summary>A text of law, or the draft of one.</summary>
/// <param name="Region">Id of the one region it was made for; null: it holds in all of them.</param>
/// <param name="Number">As issued, such as <c>津医保规字〔2024〕3号</c>; a draft has none.</param>
/// <param name="ValidFrom">The first day, where the text names one.</param>
/// <param name="ValidUntil">The last day.</param>
/// <param name="Articles">By number, as <see cref="Citation.Article"/> writes it. Only those that something cites.</param>
public sealed record Source(
    string Id, string? Region, Bilingual Issuer, string? Number, Bilingual Title, LegalStatus Status, DateOnly? ValidFrom, DateOnly? ValidUntil,
    IReadOnlyDictionary<string, Article> Articles)
{
    /// <summary><see cref="Status"/> as it is written in policies.</summary>
    public string StatusName => NameOf(Status);

    /// <summary>A status as it is written in policies and on alerts.</summary>
    public static string NameOf(LegalStatus status) => status switch
    {
        LegalStatus.InForce => "in-force",
        LegalStatus.Trial => "trial",
        LegalStatus.Draft => "draft",
        LegalStatus.Ended => "ended",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "It has no name."),
    };

    /// <summary>How it stands on a day. A draft is one on every day: what never was in force does not end.</summary>
    /// <returns>Null: it has yet to begin.</returns>
    public LegalStatus? StatusOn(DateOnly day) =>
        Status == LegalStatus.Draft ? LegalStatus.Draft
        : day < ValidFrom ? null
        : day > ValidUntil ? LegalStatus.Ended
        : Status;

    /// <summary>Whether it was made for a region, or for all.</summary>
    public bool HoldsIn(string region) => Region is null || Region == region;

    /// <param name="regions">Ids of those there are.</param>
    internal static Dictionary<string, Source> ReadAll(PolicyJson file, IReadOnlyCollection<string> regions)
    {
        var all = new Dictionary<string, Source>(StringComparer.Ordinal);
        foreach (var entry in file.Items)
        {
            var source = Read(entry.Only("id", "region", "issuer", "number", "title", "legalStatus", "validFrom", "validUntil", "articles"));
            if (source.Region is { } region && !regions.Contains(region))
            {
                throw entry["region"].Refuse($"region \"{region}\" is not known.");
            }

            if (!all.TryAdd(source.Id, source))
            {
                throw entry.Refuse($"source \"{source.Id}\" stands twice.");
            }
        }

        return all;
    }

    internal static Bilingual ReadNames(PolicyJson names)
    {
        names.Only("zh", "en");
        return new(names["zh"].Text, names["en"].Text);
    }

    private static Source Read(PolicyJson entry)
    {
        var (from, until) = (entry.Find("validFrom")?.Day, entry.Find("validUntil")?.Day);
        if (until < from)
        {
            throw entry["validUntil"].Refuse($"ends on {until:yyyy-MM-dd}, before it begins.");
        }

        return new(
            entry["id"].Text, entry.Find("region")?.Text, ReadNames(entry["issuer"]), entry.Find("number")?.Text, ReadNames(entry["title"]),
            entry["legalStatus"].Text switch
            {
                "in-force" => LegalStatus.InForce,
                "trial" => LegalStatus.Trial,
                "draft" => LegalStatus.Draft,
                var other => throw entry["legalStatus"].Refuse($"\"{other}\" is no legal status (in-force, trial, draft)."),
            },
            from, until,
            entry["articles"].Fields.ToDictionary(
                a => a.Key, a => new Article(a.Value.Only("text", "en")["text"].Text, a.Value["en"].Text), StringComparer.Ordinal));
    }
}

/// <summary>What a reader needs to look a citation up: which text, and what it says.</summary>
public sealed record LegalText(Citation Citation, Source Source, Article Article);

/// <summary>An article and how its text stands on the day it is held against.</summary>
public readonly record struct LawOfTheDay(Citation Citation, LegalStatus Status);
