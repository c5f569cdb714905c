using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;

namespace LtcActors.Grains.Tests.Support;

/// <summary>What two engines are compared by.</summary>
internal static class Standing
{
    public static readonly DateTimeOffset Today = new(2026, 6, 30, 0, 0, 0, TimeSpan.Zero);

    public static PolicyBook Policies { get; } = PolicyBook.Read(PolicyTexts());

    /// <summary>What an officer would call the outcome: alerts with all but places in the journal and clocks of ours.</summary>
    public static string Of(ISupervision supervision)
    {
        var text = new StringBuilder();
        foreach (var a in supervision.Alerts(AlertFilter.All, 0, int.MaxValue)
            .Where(a => a.Status is not AlertStatus.Withdrawn).OrderBy(a => a.Id, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{a.Id} {a.Severity} {a.Status} {a.OccurredAt:O} {a.EndedAt:O} late={a.DecidedLate} {a.PersonId}/{a.CaregiverId}/{a.InstitutionId}/{a.DeviceId} {a.DistrictCode} ");
            text.AppendJoin(',', a.VisitIds).Append(' ');
            text.AppendJoin(',', a.Figures.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}")).Append(' ');
            text.AppendJoin(',', a.Evidence.Select(e => $"{e.Note}:{e.Source}|{e.Id}")).AppendLine();
        }

        return text.ToString();
    }

    /// <summary>The whole journal, commit by commit, as text.</summary>
    public static List<string> Of(IJournal journal) =>
    [
        .. journal.ReadBatches(0).SelectMany(b => b.Events.Select((e, i) => $"{b.FirstSeq + i} {b.RecordedAt:O} {Encoding.UTF8.GetString(e.Span)}")
            .Concat(b.Decisions.Select(d => $"{d.Seq} {d.RecordedAt:O} {d.Kind} {Encoding.UTF8.GetString(d.Json.Span)}"))),
    ];

    /// <summary>All changes of alerts in their order, with all but places in the journal: those depend on what was committed together.</summary>
    public static List<string> Changes(IJournal journal) =>
    [
        .. journal.ReadDecisions(0, int.MaxValue).Select(d =>
        {
            var alert = JsonNode.Parse(d.Json.Span)!.AsObject();
            foreach (var evidence in alert["evidence"]!.AsArray())
            {
                evidence!.AsObject().Remove("seq");
            }

            return alert.ToJsonString();
        }),
    ];

    /// <summary>The shipped policies with one text of a file in place of another.</summary>
    public static PolicyBook PoliciesWith(string file, string text, string instead)
    {
        var texts = PolicyTexts();
        Assert.Contains(text, texts[file], StringComparison.Ordinal);
        texts[file] = texts[file].Replace(text, instead, StringComparison.Ordinal);
        return PolicyBook.Read(texts);
    }

    public static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "LtcActors.sln")))
        {
            at = at.Parent ?? throw new DirectoryNotFoundException("The solution's folder is not above the tests.");
        }

        return at.FullName;
    }

    /// <summary>The files of policies/, by the names that a book knows them by.</summary>
    public static Dictionary<string, string> PolicyTexts()
    {
        var folder = Path.Combine(Root(), "policies");
        return Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
    }
}
