using System.Text.Json.Serialization;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Desk;

namespace LtcActors.Silo.Investigation;

/// <summary>What a case is about: an entity or an alert.</summary>
/// <param name="Kind"><c>persons</c>, <c>caregivers</c>, <c>institutions</c>, <c>bindings</c> or <c>alerts</c>; a stored name.</param>
internal readonly record struct CaseSubject(string Kind, string Id)
{
    public static IReadOnlyList<string> Kinds { get; } = ["persons", "caregivers", "institutions", "bindings", "alerts"];

    /// <summary>Whose it is, unless it is an alert's.</summary>
    public ActorId Actor => Kind switch
    {
        "persons" => ActorId.Person(Id),
        "caregivers" => ActorId.Caregiver(Id),
        "institutions" => ActorId.Institution(Id),
        "bindings" => ActorId.Binding(Id),
        _ => throw new InvalidOperationException($"A case of {Kind} is no entity's."),
    };

    /// <summary>Those whom an alert names.</summary>
    public static IEnumerable<CaseSubject> Of(AlertRecord alert)
    {
        if (alert.PersonId is { } person)
        {
            yield return new("persons", person);
            yield return new("bindings", person);
        }

        if (alert.CaregiverId is { } caregiver)
        {
            yield return new("caregivers", caregiver);
        }

        if (alert.InstitutionId is { } institution)
        {
            yield return new("institutions", institution);
        }
    }
}

/// <summary>One thing in a case file. Nothing is ever changed or taken out: a pin that was removed says by whom and when.</summary>
/// <param name="Id">Its place in the journal.</param>
/// <param name="Type"><c>note</c>, <c>pin</c> or <c>attachment</c>.</param>
internal sealed record CaseItem(long Id, string Type, string By, DateTimeOffset At)
{
    /// <summary>Of a note, or why something was pinned or attached.</summary>
    public string? Text { get; init; }

    /// <summary>Of a pin: the journal entry pinned.</summary>
    public long? Seq { get; init; }

    /// <summary>Of an attachment: the file's name.</summary>
    public string? Name { get; init; }

    /// <summary>Of an attachment, in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Of an attachment's bytes, in lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }

    public string? RemovedBy { get; init; }

    public DateTimeOffset? RemovedAt { get; init; }
}

/// <summary>Notes, pins and attachments of cases, folded from the desk's entries.</summary>
internal sealed class CaseFile : IDeskPart
{
    /// <summary>Stored names: never changed.</summary>
    public const string Noted = "case.noted", Pinned = "case.pinned", Unpinned = "case.unpinned", Attached = "case.attached";

    private readonly Lock gate = new();
    private readonly Dictionary<CaseSubject, List<CaseItem>> items = [];

    public IReadOnlyList<string> Kinds { get; } = [Noted, Pinned, Unpinned, Attached];

    public bool Apply(DeskEntry entry)
    {
        lock (gate)
        {
            switch (entry.Kind)
            {
                case Noted:
                    var note = entry.Read<NoteBody>();
                    return Add(note.Subject, new(entry.Seq, "note", entry.By, entry.At) { Text = note.Text });
                case Attached:
                    var file = entry.Read<AttachmentBody>();
                    return Add(file.Subject, new(entry.Seq, "attachment", entry.By, entry.At)
                    {
                        Text = file.Text, Name = file.Name, Size = file.Size, Sha256 = file.Sha256,
                    });
                case Pinned:
                    var pin = entry.Read<PinBody>();
                    return !Of(pin.Subject).Exists(i => i.Type == "pin" && i.Seq == pin.Seq && i.RemovedAt is null)
                        && Add(pin.Subject, new(entry.Seq, "pin", entry.By, entry.At) { Seq = pin.Seq, Text = pin.Text });
                case Unpinned: return Remove(entry, entry.Read<UnpinBody>());
                default: throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "Not a kind of the case file.");
            }
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<CaseItem> Items(CaseSubject subject)
    {
        lock (gate)
        {
            return [.. Of(subject)];
        }
    }

    private bool Remove(DeskEntry entry, UnpinBody body)
    {
        var list = Of(body.Subject);
        var at = list.FindIndex(i => i.Id == body.Item && i.Type == "pin" && i.RemovedAt is null);
        if (at < 0)
        {
            return false;
        }

        list[at] = list[at] with { RemovedBy = entry.By, RemovedAt = entry.At };
        return true;
    }

    private bool Add(CaseSubject subject, CaseItem item)
    {
        Of(subject).Add(item);
        return true;
    }

    private List<CaseItem> Of(CaseSubject subject)
    {
        if (!items.TryGetValue(subject, out var list))
        {
            items[subject] = list = [];
        }

        return list;
    }
}

/// <summary>Bodies of the desk's entries: their members are stored names.</summary>
internal abstract record CaseBody(string About, string Id)
{
    [JsonIgnore]
    public CaseSubject Subject => new(About, Id);
}

internal sealed record NoteBody(string About, string Id, string Text) : CaseBody(About, Id);

internal sealed record PinBody(string About, string Id, long Seq, string? Text) : CaseBody(About, Id);

internal sealed record UnpinBody(string About, string Id, long Item) : CaseBody(About, Id);

internal sealed record AttachmentBody(string About, string Id, string Name, long Size, string Sha256, string? Text) : CaseBody(About, Id);
