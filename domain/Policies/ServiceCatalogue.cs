using System.Collections.Frozen;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Policies;

/// <summary>A service of a catalogue.</summary>
/// <param name="Code">As visits tell it; compared letter by letter.</param>
public sealed record CatalogueService(string Code, Bilingual Name);

/// <summary>
/// A region's catalogue of the services that the fund may pay for (长期护理保险基本服务项目目录), from its first day on until its last, or
/// until the next one begins. It stands as a text gives it: unlike a number, a list of codes is never proposed.
/// </summary>
public sealed class ServiceCatalogue
{
    /// <summary>Services of one catalogue, and catalogues of one region, at most.</summary>
    public const int MaxServices = 1_000, MaxVersions = 100;

    /// <summary>Characters of a code at most: as many as a visit can tell.</summary>
    public const int MaxCodeChars = 128;

    private readonly FrozenSet<string> codes;

    internal ServiceCatalogue(DateOnly from, DateOnly? until, Citation citation, IReadOnlyList<CatalogueService> services)
    {
        (From, Until, Citation, Services) = (from, until, citation, services);
        codes = services.Select(static s => s.Code).ToFrozenSet(StringComparer.Ordinal);
    }

    public DateOnly From { get; }

    /// <summary>The last day; null: none is named.</summary>
    public DateOnly? Until { get; }

    /// <summary>The text that gives it.</summary>
    public Citation Citation { get; }

    /// <summary><c>source:article</c>, as of a limit.</summary>
    public string Basis => $"{Citation.Source}:{Citation.Article}";

    /// <summary>In the order written.</summary>
    public IReadOnlyList<CatalogueService> Services { get; }

    public bool Holds(string code) => codes.Contains(code);

    public bool HoldsAll(ReadOnlySpan<string> told)
    {
        foreach (var code in told)
        {
            if (!codes.Contains(code))
            {
                return false;
            }
        }

        return true;
    }

    public bool IsInForce(DateOnly day) => From <= day && !(Until < day);
}

/// <summary>
/// Reads <c>&lt;region&gt;/catalogue.json</c>: <c>[{from, until?, citation: {source, article}, services: [{code, zh, en}]}]</c>, from earlier
/// to later days, no two on one day. A region need not have the file; then, and between two of which the earlier has ended, nothing is
/// known to be outside.
/// </summary>
internal static class ServiceCatalogueFile
{
    public const string Name = "catalogue.json";

    /// <param name="reader">Of the region whose file it is.</param>
    public static ServiceCatalogue[] Read(PolicyJson? file, TopicReader reader)
    {
        if (file is null)
        {
            return [];
        }

        var versions = new List<ServiceCatalogue>();
        foreach (var entry in file.Items)
        {
            var next = Version(entry.Only("from", "until", "citation", "services"), reader);
            if (versions.Count > 0 && versions[^1] is var last)
            {
                if (next.From <= last.From)
                {
                    throw entry["from"].Refuse($"a catalogue from {next.From:yyyy-MM-dd} comes after {last.From:yyyy-MM-dd}; dates go up, each once.");
                }

                if (last.Until >= next.From)
                {
                    throw entry["from"].Refuse($"a catalogue from {next.From:yyyy-MM-dd} begins before that from {last.From:yyyy-MM-dd} has ended, on {last.Until:yyyy-MM-dd}.");
                }
            }

            versions.Add(next);
        }

        return versions.Count is > 0 and <= ServiceCatalogue.MaxVersions
            ? [.. versions]
            : throw file.Refuse($"there are 1 to {ServiceCatalogue.MaxVersions} catalogues; where there is none, there is no file.");
    }

    private static ServiceCatalogue Version(PolicyJson entry, TopicReader reader)
    {
        var (from, until) = (entry["from"].Day, entry.Find("until")?.Day);
        return until < from
            ? throw entry["until"].Refuse($"ends on {until:yyyy-MM-dd}, before it begins.")
            : new(from, until, reader.Cite(entry["citation"], from), Services(entry["services"]));
    }

    private static List<CatalogueService> Services(PolicyJson list)
    {
        var services = new List<CatalogueService>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            var code = item.Only("code", "zh", "en")["code"];
            if (code.Text.Length > ServiceCatalogue.MaxCodeChars || code.Text != code.Text.Trim())
            {
                throw code.Refuse($"\"{code.Text}\" is no code: at most {ServiceCatalogue.MaxCodeChars} characters, and no space around them.");
            }

            if (!known.Add(code.Text))
            {
                throw code.Refuse($"code \"{code.Text}\" stands twice.");
            }

            services.Add(new(code.Text, new(item["zh"].Text, item["en"].Text)));
        }

        return services.Count is > 0 and <= ServiceCatalogue.MaxServices
            ? services
            : throw list.Refuse($"a catalogue has 1 to {ServiceCatalogue.MaxServices} services, not {services.Count}.");
    }
}
