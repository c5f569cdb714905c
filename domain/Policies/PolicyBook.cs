using System.Security.Cryptography;
using System.Text;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Policies;

/// <summary>
/// The policies of all regions, read from the files of <c>policies/</c>: the source texts, the regions, the limits by the day from
/// which they count, the catalogues of services where a region has filed any, and the calendars. Refuses what it does not understand
/// as a whole: half a law is none. Never changes once read.
/// </summary>
public sealed class PolicyBook : IPolicies
{
    private readonly Dictionary<string, Source> sources;
    private readonly Region[] byPrefix;
    private readonly Region fallback;

    private PolicyBook(
        string version, Dictionary<string, Source> sources, Region[] regions, string fallback, Workdays workdays, DeskClocks clocks)
    {
        Version = version;
        this.sources = sources;
        Regions = regions;
        byPrefix = [.. regions.OrderByDescending(r => r.Prefix.Length)];
        this.fallback = regions.Single(r => r.Id == fallback);
        Workdays = workdays;
        Clocks = clocks;
    }

    /// <summary>Twelve hex digits over names and contents; the same for the same files in any order and with any line ends.</summary>
    public string Version { get; }

    /// <summary>The files it was read from, each with twelve hex digits over its content, whatever its line ends.</summary>
    public IReadOnlyDictionary<string, string> Files { get; private init; } = new Dictionary<string, string>();

    public IReadOnlyCollection<Source> Sources => sources.Values;

    public IReadOnlyList<Region> Regions { get; }

    public Workdays Workdays { get; }

    /// <summary>How long an alert may wait for somebody to take it.</summary>
    public DeskClocks Clocks { get; }

    /// <summary>Rules that are tried beside the others: their findings are shown to policy editors only.</summary>
    public IReadOnlySet<string> ShadowRules { get; private init; } = new HashSet<string>();

    /// <summary>Reads values that are to fit this book.</summary>
    /// <param name="region">Whose values they are.</param>
    internal TopicReader ReaderOf(string region) => new(sources, region, DateOnly.MinValue);

    /// <summary>All keys of limits, each with its only unit.</summary>
    public static IReadOnlyDictionary<string, string> Units => TopicReader.Units;

    /// <summary>Whether a unit counts things, so that a value in it is whole.</summary>
    public static bool Counts(string unit) => TopicReader.Counts.Contains(unit);

    /// <param name="files">By name relative to <c>policies/</c>, with slashes: <c>sources.json</c>, <c>tianjin/visits.json</c> …</param>
    /// <exception cref="PolicyException">Something is missing, unknown, or contradicts itself.</exception>
    public static PolicyBook Read(IEnumerable<KeyValuePair<string, string>> files)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in files)
        {
            if (!all.TryAdd(name, text))
            {
                throw new PolicyException(name, null, "is given twice.");
            }
        }

        var parsed = all.ToDictionary(f => f.Key, f => PolicyJson.Parse(f.Key, f.Value), StringComparer.Ordinal);
        var (heads, fallback) = RegionHead.ReadAll(Take(parsed, "regions.json"));
        var sources = Policies.Source.ReadAll(Take(parsed, "sources.json"), [.. heads.Select(h => h.Id)]);
        var catalogues = heads.ConvertAll(h => parsed.Remove($"{h.Id}/{ServiceCatalogueFile.Name}", out var file) ? file : null);
        var topics = heads.ConvertAll(h => TakeFolder(parsed, h.Id));
        var regions = heads.Select((h, i) => Region.Build(h, topics[i], catalogues[i], sources, key => TopicReader.PlaceOf(key, topics.SelectMany(t => t)))).ToArray();
        var workdays = YearCalendarFile.ReadAll(TakeFolder(parsed, "calendars"));
        parsed.Remove("desk/clocks.json", out var clocks);
        var shadow = ReadShadow(parsed.Remove("shadow.json", out var rules) ? rules : null);
        return parsed.Count == 0
            ? new(Hash(all), sources, regions, fallback, workdays, DeskClocksFile.Read(clocks, workdays)) { ShadowRules = shadow, Files = all.ToDictionary(f => f.Key, f => HashOf(f.Value), StringComparer.Ordinal) }
            : throw new PolicyException(parsed.Keys.First(), null, "is no file of the policies, and of no region known.");
    }

    /// <summary>This book with the values of the live ones among policy versions, each from its first day on; itself where none is live.</summary>
    /// <exception cref="PolicyException">Two values of a key begin on one day, or a source begins later or is not known.</exception>
    public PolicyBook With(IEnumerable<PolicyVersion> versions) => With(versions, inPlace: false);

    /// <summary>
    /// This book as it would be, did a version's values count from its first day on. Where another value begins on that very day, it
    /// gives way: what would have been is asked, and not what was.
    /// </summary>
    /// <exception cref="PolicyException">A source begins later or is not known, or the region itself does.</exception>
    public PolicyBook Trying(PolicyVersion version) => With([version], inPlace: true);

    /// <summary>Values of this book that take the place of a version's on a later day: from there on these count, and no longer its.</summary>
    public IReadOnlyList<(PolicyValue Of, DatedLimit By)> Overtaking(PolicyVersion version) =>
    [
        .. version.Values.Select(v => (v, By: Regions.Single(r => r.Id == v.Region).History(v.Key).FirstOrDefault(l => l.From > version.From)))
            .Where(static o => o.By is not null).Select(static o => (o.v, o.By!)),
    ];

    private PolicyBook With(IEnumerable<PolicyVersion> versions, bool inPlace)
    {
        var live = versions.Where(v => v is { IsLive: true, From: not null }).OrderBy(v => v.From).ThenBy(v => v.Id, StringComparer.Ordinal).ToList();
        if (live.Count == 0)
        {
            return this;
        }

        var dated = live.SelectMany(v => v.Values, (v, value) => (v.Id, value.Region, Limit: ReaderOf(value.Region).Dated(value, v.Id, v.From!.Value))).ToLookup(d => d.Region);
        var unknown = dated.Select(d => d.Key).Except(Regions.Select(r => r.Id)).FirstOrDefault();
        return unknown is null
            ? new($"{Version}+{string.Join('+', live.Select(v => v.Id))}", sources, [.. Regions.Select(r => r.With(dated[r.Id].Select(d => (d.Id, d.Limit)), inPlace))], fallback.Id, Workdays, Clocks) { ShadowRules = ShadowRules, Files = Files }
            : throw new PolicyException(live[0].Id, null, $"region \"{unknown}\" is not known.");
    }

    /// <inheritdoc/>
    /// <remarks>On the hot path: allocates nothing.</remarks>
    public Thresholds For(string? districtCode, DateOnly day) => RegionOf(districtCode).On(day);

    /// <summary>The region with the longest prefix that the code begins with; none or unknown: the default region.</summary>
    public Region RegionOf(string? districtCode)
    {
        if (districtCode is not null)
        {
            foreach (var region in byPrefix)
            {
                if (districtCode.StartsWith(region.Prefix, StringComparison.Ordinal))
                {
                    return region;
                }
            }
        }

        return fallback;
    }

    /// <exception cref="PolicyException">No such source.</exception>
    public Source Source(string id) =>
        sources.GetValueOrDefault(id) ?? throw new PolicyException("sources.json", null, $"source \"{id}\" is not known.");

    /// <summary>
    /// The articles of a rule that a finding in a district rests on, on the day it concerns: those made for its region or for all, that
    /// have begun. One that has ended stands there only where no other binds, for the number it gave is still compared with. Empty: no
    /// law says so there and then.
    /// </summary>
    /// <param name="districtCode">Null: that of the default region, by whose limits such a finding is judged.</param>
    public IReadOnlyList<LawOfTheDay> LawOf(Rule rule, string? districtCode, DateOnly day)
    {
        var region = RegionOf(districtCode).Id;
        var begun = new List<LawOfTheDay>(rule.Basis.Length);
        foreach (var citation in rule.Basis)
        {
            if (Source(citation.Source) is var source && source.HoldsIn(region) && source.StatusOn(day) is { } status)
            {
                begun.Add(new(citation, status));
            }
        }

        return begun.Exists(l => l.Status is LegalStatus.InForce or LegalStatus.Trial) ? begun.FindAll(l => l.Status != LegalStatus.Ended) : begun;
    }

    /// <summary>What a citation says.</summary>
    /// <exception cref="PolicyException">No such source, or no such article in it.</exception>
    public LegalText Cite(Citation citation)
    {
        var source = Source(citation.Source);
        return source.Articles.TryGetValue(citation.Article, out var article)
            ? new(citation, source, article)
            : throw new PolicyException("sources.json", null, $"source \"{citation.Source}\" has no article \"{citation.Article}\".");
    }

    /// <summary>Holds the rules against the book: every article they rest on and every key they compare with is in it.</summary>
    /// <exception cref="PolicyException">The first that is not.</exception>
    public void Check(IReadOnlyCollection<Rule> rules)
    {
        if (ShadowRules.FirstOrDefault(id => rules.All(r => r.Id != id) || Typologies.Get(id) is not null) is { } unknown)
        {
            throw new PolicyException("shadow.json", null, $"\"{unknown}\" is no rule that judges facts.");
        }

        foreach (var rule in rules)
        {
            foreach (var citation in rule.Basis)
            {
                Cite(citation);
            }

            if (rule.Thresholds.FirstOrDefault(k => !Units.ContainsKey(k)) is { } key)
            {
                throw new PolicyException(rule.Id, null, $"key \"{key}\" is not known.");
            }
        }
    }

    private static HashSet<string> ReadShadow(PolicyJson? file)
    {
        var rules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in file?.Only("rules")["rules"].Items ?? [])
        {
            if (!rules.Add(item.Text))
            {
                throw item.Refuse($"rule \"{item.Text}\" stands twice.");
            }
        }

        return rules;
    }

    private static PolicyJson Take(Dictionary<string, PolicyJson> files, string name) =>
        files.Remove(name, out var file) ? file : throw new PolicyException(name, null, "is missing.");

    private static List<PolicyJson> TakeFolder(Dictionary<string, PolicyJson> files, string folder)
    {
        var names = files.Keys
            .Where(n => n.StartsWith(folder + "/", StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal)).ToList();
        return [.. names.Order(StringComparer.Ordinal).Select(n => Take(files, n))];
    }

    private static string Hash(SortedDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in files)
        {
            // A name has no line end and a text no zero, so that no two sets of files run together into one.
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{text.ReplaceLineEndings("\n")}\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))).AsSpan(0, 6));
}
