using LtcActors.Domain.Actors;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>How a person is written out, read back, and follows an earlier self.</summary>
public sealed partial class InsuredPerson
{
    private const byte StateVersion = 6;

    public override void TakeBriefsFrom(Actor earlier)
    {
        var self = (InsuredPerson)earlier;
        agreements = self.agreements is null ? null : new(self.agreements, StringComparer.Ordinal);
        file.Bindings = self.file.Bindings;
        file.TakeAskersFrom(self.file);
        told.TakeFrom(self.told);
        if (self.records is { } recorded)
        {
            (records = new()).TakeFrom(recorded);
        }

        if (self.rhythm is { } months)
        {
            (rhythm = new()).TakeFrom(months);
        }

        touchedAll = true;
    }

    public override void Write(StateWriter to)
    {
        to.Byte(StateVersion);
        to.Bool(touchedAll || touchedServices || newVisitor || newMonth || touchedOrders || touched.Count > 0);
        file.Write(to);
        told.Write(to);
        to.Int(agreements?.Count ?? 0);
        foreach (var (institution, agreement) in agreements ?? [])
        {
            to.Text(institution);
            BriefCodec.Write(to, agreement);
        }

        to.List(records?.Items ?? [], static (w, r) => { w.Text(r.Key); BriefCodec.Write(w, r.Value); });
        to.Optional(due);
        to.Optional(PlanDeadline);
        to.Optional(WaitsFrom);
        to.Bool(file.Bindings is not null);
        if (file.Bindings is { } bindings)
        {
            BriefCodec.Write(to, bindings);
        }

        to.Bool(rhythm is not null);
        rhythm?.Write(to);
    }

    /// <exception cref="InvalidDataException">Written by another version.</exception>
    public override void Read(StateReader from)
    {
        if (from.Byte() is var version && version != StateVersion)
        {
            throw new InvalidDataException($"A person's state of version {version}.");
        }

        touchedAll = from.Bool();
        file.Read(from);
        told.Read(from);
        for (var left = from.Int(); left > 0; left--)
        {
            var institution = from.Text();
            (agreements ??= new(StringComparer.Ordinal))[institution] = (Brief.Agreement)BriefCodec.Read(from);
        }

        foreach (var (institution, recorded) in from.List(static r => (r.Text(), (Brief.Records)BriefCodec.Read(r))))
        {
            (records ??= new()).Set(institution, recorded);
        }

        due = from.OptionalInstant();
        PlanDeadline = from.OptionalInstant();
        WaitsFrom = from.OptionalInstant();
        file.Bindings = from.Bool() ? (Brief.Bindings)BriefCodec.Read(from) : null;
        rhythm = from.Bool() ? RhythmBook.Read(from) : null;
        foreach (var visit in file.Visits.All)
        {
            watch.Keep(visit);
        }
    }
}
