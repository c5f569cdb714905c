namespace LtcActors.Domain.Policies;

/// <param name="Code">GB/T 2260, six digits.</param>
public sealed record District(string Code, Bilingual Name);

/// <summary>An area with rules of its own, and its limits day by day.</summary>
public sealed class Region
{
    private readonly Dictionary<string, DatedLimit[]> limits;
    private readonly int[] changes;
    private readonly Thresholds[] inForce;

    private Region(RegionHead head, Dictionary<string, DatedLimit[]> limits, IReadOnlyList<ServiceCatalogue> catalogues)
    {
        (Id, Prefix, Name, FirstDay, Districts) = (head.Id, head.Prefix, head.Name, head.FirstDay, head.Districts);
        this.limits = limits;
        Catalogues = catalogues;
        var days = limits.Values.SelectMany(l => l).Select(l => l.From).Concat(catalogues.Select(c => c.From))
            .Concat(catalogues.Where(c => c.Until < DateOnly.MaxValue).Select(c => c.Until!.Value.AddDays(1)))
            .Distinct().Order().SkipWhile(d => d < FirstDay).Prepend(FirstDay).Distinct().ToArray();
        changes = [.. days.Select(d => d.DayNumber)];
        inForce =
        [
            .. days.Select(day => new Thresholds((key, _) => limits[key].Last(l => l.From <= day).Limit)
            {
                Catalogue = catalogues.LastOrDefault(c => c.From <= day) is { } last && last.IsInForce(day) ? last : null,
            }),
        ];
    }

    public string Id { get; }

    /// <summary>The region holds every district whose code begins so.</summary>
    public string Prefix { get; }

    public Bilingual Name { get; }

    /// <summary>From here on every limit has a value.</summary>
    public DateOnly FirstDay { get; }

    public IReadOnlyList<District> Districts { get; }

    /// <summary>The catalogues of services, oldest first; empty: the region has filed none.</summary>
    public IReadOnlyList<ServiceCatalogue> Catalogues { get; }

    /// <summary>All that a limit has been, oldest first.</summary>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    public IReadOnlyList<DatedLimit> History(string key) => limits[key];

    /// <summary>The limit in force on a day.</summary>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    public DatedLimit InForce(string key, DateOnly day)
    {
        var all = limits[key];
        return Array.FindLast(all, l => l.From <= day) ?? all[0];
    }

    /// <summary>The same region with the values of policy versions, each from its day on.</summary>
    /// <param name="inPlace">They take the place of a value that begins on the same day.</param>
    /// <exception cref="PolicyException">A key has two values from one day, or one before the region's first.</exception>
    internal Region With(IEnumerable<(string Version, DatedLimit Limit)> more, bool inPlace)
    {
        var all = limits.ToDictionary(StringComparer.Ordinal);
        foreach (var (version, limit) in more)
        {
            var known = all[limit.Limit.Key];
            if (limit.From < FirstDay)
            {
                throw new PolicyException(version, null, $"{limit.Limit.Key} from {limit.From:yyyy-MM-dd} comes before {FirstDay:yyyy-MM-dd}, the first day of {Id}.");
            }

            if (inPlace)
            {
                known = Array.FindAll(known, l => l.From != limit.From);
            }
            else if (Array.Find(known, l => l.From == limit.From) is { } same)
            {
                throw new PolicyException(version, null, $"{limit.Limit.Key} of {Id} has a value from {limit.From:yyyy-MM-dd} already: {same.Limit.Value} {same.Limit.Unit}.");
            }

            all[limit.Limit.Key] = [.. known.Append(limit).OrderBy(l => l.From)];
        }

        return new(new(Id, Prefix, Name, FirstDay, Districts), all, Catalogues);
    }

    /// <summary>The limits in force on a day; before <see cref="FirstDay"/>, those of that day. Allocates nothing.</summary>
    public Thresholds On(DateOnly day)
    {
        var at = Array.BinarySearch(changes, day.DayNumber);
        return inForce[Math.Max(at >= 0 ? at : ~at - 1, 0)];
    }

    /// <param name="catalogue">None: the region has filed none.</param>
    /// <param name="placeOf">Where another region has a key.</param>
    internal static Region Build(
        RegionHead head, IEnumerable<PolicyJson> topics, PolicyJson? catalogue, IReadOnlyDictionary<string, Source> sources, Func<string, PolicyJson?> placeOf)
    {
        var reader = new TopicReader(sources, head.Id, head.FirstDay);
        var limits = new Dictionary<string, DatedLimit[]>(StringComparer.Ordinal);
        foreach (var topic in topics)
        {
            reader.Read(topic, limits);
        }

        return TopicReader.Units.Keys.FirstOrDefault(k => !limits.ContainsKey(k)) is { } missing
            ? throw head.At!.Refuse($"{head.Id} has no key \"{missing}\"{(placeOf(missing) is { } place ? $"; {place.File}({place.Line}) has it" : "")}.")
            : new(head, limits, ServiceCatalogueFile.Read(catalogue, reader));
    }
}

/// <summary>What <c>regions.json</c> says of a region.</summary>
/// <param name="At">Where; none: of a region that was read before.</param>
internal sealed record RegionHead(
    string Id, string Prefix, Bilingual Name, DateOnly FirstDay, IReadOnlyList<District> Districts, PolicyJson? At = null)
{
    /// <returns>The regions, and the id of the one that counts where the district is not known.</returns>
    public static (List<RegionHead> Regions, string Default) ReadAll(PolicyJson file)
    {
        file.Only("default", "regions");
        var heads = new List<RegionHead>();
        foreach (var entry in file["regions"].Items)
        {
            var head = Read(entry.Only("id", "prefix", "name", "firstDay", "districts"));
            if (heads.Any(h => h.Id == head.Id || h.Prefix == head.Prefix))
            {
                throw entry.Refuse($"region \"{head.Id}\" or its prefix \"{head.Prefix}\" stands twice.");
            }

            heads.Add(head);
        }

        var fallback = file["default"];
        return heads.Any(h => h.Id == fallback.Text)
            ? (heads, fallback.Text)
            : throw fallback.Refuse($"region \"{fallback.Text}\" is not known.");
    }

    private static RegionHead Read(PolicyJson entry)
    {
        var prefix = entry["prefix"].Text;
        if (prefix.Length is not (2 or 4) || !prefix.All(char.IsAsciiDigit))
        {
            throw entry["prefix"].Refuse($"\"{prefix}\" is no prefix of two or four digits.");
        }

        var districts = new List<District>();
        foreach (var item in entry["districts"].Items)
        {
            var code = item.Only("code", "name")["code"].Text;
            if (code.Length != 6 || !code.All(char.IsAsciiDigit) || !code.StartsWith(prefix, StringComparison.Ordinal)
                || districts.Any(d => d.Code == code))
            {
                throw item["code"].Refuse($"\"{code}\" is no six digits that begin with {prefix}, or stands twice.");
            }

            districts.Add(new(code, Source.ReadNames(item["name"])));
        }

        return new(entry["id"].Text, prefix, Source.ReadNames(entry["name"]), entry["firstDay"].Day, districts, entry);
    }
}
