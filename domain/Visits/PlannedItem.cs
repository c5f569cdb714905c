using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Visits;

/// <summary>How an item came to be what it is: filed with a plan, changed with approval, or cancelled.</summary>
internal enum ItemStatus : byte { Filed = 0, Changed = 1, Cancelled = 2 }

/// <summary>
/// An item of a filed plan. Where two plans hold one item id, the earlier plan counts; an approved change counts over any plan, and
/// of several changes the latest.
/// </summary>
/// <param name="Staff">Caregivers it calls for.</param>
/// <param name="KnownAt">Our clock, when the plan or change was recorded.</param>
/// <param name="Services">Codes.</param>
/// <param name="InstitutionId">Whose plan it is; none: of a change, which does not say so.</param>
internal readonly record struct PlannedItem(
    DateTimeOffset Start, DateTimeOffset End, PlanPlace Place, byte Staff, ItemStatus Status, FactRef Plan, DateTimeOffset KnownAt,
    string[] Services, string? InstitutionId)
{
    /// <summary>Whether this counts rather than what is known.</summary>
    public bool Replaces(PlannedItem known) => (Status == ItemStatus.Filed, known.Status == ItemStatus.Filed) switch
    {
        (true, true) => Plan.CompareTo(known.Plan) < 0,
        (true, false) => false,
        (false, true) => true,
        (false, false) => Plan.CompareTo(known.Plan) >= 0, // Of one change the item stands over the cancellation.
    };

    /// <summary>Whether the instant is within the item, or this far from it.</summary>
    public bool IsNear(DateTimeOffset instant, TimeSpan margin) => Start - margin <= instant && instant <= End + margin;

    public void Write(StateWriter to)
    {
        to.Instant(Start);
        to.Instant(End);
        to.Byte((byte)Place);
        to.Byte(Staff);
        to.Byte((byte)Status);
        to.Ref(Plan);
        to.Instant(KnownAt);
        to.List(Services, static (w, code) => w.Text(code));
        to.Text(InstitutionId);
    }

    /// <param name="names">Keeps one copy of ids and code lists.</param>
    public static PlannedItem Read(StateReader from, VisitBook names) => new(
        from.Instant(), from.Instant(), (PlanPlace)from.Byte(), from.Byte(), (ItemStatus)from.Byte(), from.Ref(),
        from.Instant(), names.Shared([.. from.List(static r => r.Text())]), names.Shared(from.OptionalText()));
}
