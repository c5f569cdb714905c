using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Shelves;

/// <summary>
/// Signatures, or photographs, whose twelve bits are its number: finds those that lie under visits of several caregivers, and tells these,
/// by whom it is judged (IDN-03, IDN-06, docs/decisions/0021). One that more caregivers bear than could be in league is the platform's: it
/// is said of nobody of them, and found here.
/// </summary>
public sealed class Shelf(ActorId id) : Actor(id)
{
    /// <summary>A caregiver is told of at most so many checks of its colleagues, by print.</summary>
    public const int MaxTold = 100;

    private const byte Version = 1;

    private readonly PrintKind kind = ShelfKey.Of(id.Id).Kind;
    private readonly PrintBook book = new(id);

    /// <summary>By print and caregiver: what it was told last.</summary>
    private readonly SortedDictionary<ulong, SortedDictionary<string, ulong>> told = [];

    /// <summary>By print: whose checks came since the last judgement.</summary>
    private readonly SortedDictionary<ulong, SortedSet<string>> touched = [];
    private bool isAllTouched;

    public override DateTimeOffset? NextDeadline => null;

    public override IEnumerable<StatePage> UnkeptPages => book.Pages.Unkept;

    public override void Apply(Entry entry)
    {
        if (entry.Fact is not Fact.VisitChecked f)
        {
            throw new ArgumentOutOfRangeException(nameof(entry), entry.Fact.GetType().Name, "Not for a shelf.");
        }

        var print = PrintOf(f);
        if (book.Add(new(print, f.IsCheckIn, f.CaregiverId, f.PersonId, f.VisitId, f.InstitutionId, FactRef.Of(entry))))
        {
            Touch(print).Add(f.CaregiverId);
        }
    }

    public override void Hear(ActorId from, Brief brief) =>
        throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Nobody tells a shelf anything.");

    public override void TouchAll() => isAllTouched = true;

    public override void Judge(Judgement to)
    {
        if (isAllTouched)
        {
            foreach (var print in book.Shared.Select(static s => s.Print).Union(told.Keys))
            {
                Touch(print);
            }
        }

        foreach (var (print, from) in touched)
        {
            Judge(to, print, from);
        }

        touched.Clear();
        isAllTouched = false;
    }

    public override void TakeBriefsFrom(Actor earlier)
    {
        foreach (var (print, caregivers) in ((Shelf)earlier).told)
        {
            told[print] = new(caregivers, StringComparer.Ordinal);
        }

        isAllTouched = true;
    }

    public override void Write(StateWriter to)
    {
        to.Byte(Version);
        book.Write(to);
        to.List(told, static (w, t) =>
        {
            w.ULong(t.Key);
            w.List(t.Value, static (x, c) => { x.Text(c.Key); x.ULong(c.Value); });
        });
    }

    /// <exception cref="InvalidDataException">Written by another version.</exception>
    public override void Read(StateReader from)
    {
        if (from.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"A shelf's state of version {version} is not known.");
        }

        book.Read(from);
        foreach (var (print, caregivers) in from.List(static r => (r.ULong(), r.List(static x => (x.Text(), x.ULong())))))
        {
            told[print] = new(caregivers.ToDictionary(static c => c.Item1, static c => c.Item2), StringComparer.Ordinal);
        }
    }

    public override void Foresee(Entry entry, ISet<int> pages)
    {
        if (entry.Fact is Fact.VisitChecked f)
        {
            book.Foresee(PrintOf(f), pages);
        }
    }

    public override void KeepPagesIn(IStatePages pages) => book.Pages.KeptIn = pages;

    public override void Kept(StatePage page) => book.Pages.Kept(page);

    public override object View(DateTimeOffset now) =>
        new { Id = Id.Id, Prints = book.Count, Shared = book.Shared.Count(static s => s.Caregivers.Count > 1) };

    private ulong PrintOf(Fact.VisitChecked check) => kind == PrintKind.Signature ? Prints.SignatureOf(check) : Prints.PhotoOf(check, out _);

    private SortedSet<string> Touch(ulong print)
    {
        if (!touched.TryGetValue(print, out var from))
        {
            touched[print] = from = new(StringComparer.Ordinal);
        }

        return from;
    }

    /// <param name="from">Whose checks came.</param>
    private void Judge(Judgement to, ulong print, SortedSet<string> from)
    {
        var shared = book.Of(print);
        Finding? common = null;
        if (shared is { Caregivers.Count: > 1 })
        {
            // Whose prints these are serves several districts, or nobody's: the numbers are those of the default region.
            var limit = to.Policies.For(null, Shanghai.DayOf(shared.Uses[0].Fact.Time)).PrintCaregivers;
            common = ColleagueRules.Common(Id, kind, shared, limit);
        }

        var scope = $"{ReuseRules.RuleOf(kind).Id}:{print:x16}";
        var wasCommon = Findings.Has(scope);
        // Of one that was the platform's already only newcomers have anything to hear: thousands may bear it.
        Tell(to, print, shared, common is not null, common is not null && wasCommon && !isAllTouched ? from : shared?.Caregivers ?? []);
        if (common is not null || wasCommon)
        {
            to.Replace(this, scope, common is null ? [] : [common]);
        }
    }

    /// <summary>These hear what is new to them; and whoever was told of it and bears it no more, that there is nothing.</summary>
    private void Tell(Judgement to, ulong print, SharedPrint? shared, bool isCommon, IReadOnlyCollection<string> bearers)
    {
        var known = told.GetValueOrDefault(print);
        IEnumerable<string> gone = isAllTouched && known is not null ? known.Keys : [];
        foreach (var caregiver in bearers.Union(gone).Order(StringComparer.Ordinal).ToList())
        {
            var bears = shared?.Caregivers.Contains(caregiver) == true;
            var brief = new Brief.Alike(kind, print, bears && isCommon, bears && !isCommon ? shared!.Of(caregiver, MaxTold) : []);
            var now = BriefCodec.PrintOf(brief);
            if (now == (known?.GetValueOrDefault(caregiver) ?? 0))
            {
                continue;
            }

            known ??= told[print] = new(StringComparer.Ordinal);
            known[caregiver] = now;
            to.Tell(Id, ActorId.Caregiver(caregiver), brief);
        }
    }
}
