using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Institutions;

/// <summary>
/// One designated institution: the ratio in the house (STF-03), services without designation (STF-05) or agreement (INS-02), orders
/// and clients left behind (INS-05, INS-06), and its
/// shares of visits never checked out (VIS-01) and entered by hand (VIS-12). Tells the persons it serves on which days it may,
/// and what is recorded of any of them.
/// </summary>
public sealed class Institution(ActorId id) : Actor(id)
{
    private const byte StateVersion = 6;
    private const string Ratio = "/STF-03", NotDesignated = "/STF-05", Gaps = "/INS-02", Share = "/VIS-01";
    private const string TooLong = "/INS-05", Hand = "/VIS-12", NotTransferred = "/INS-06";
    private readonly InstitutionFile file = new();
    private readonly HeardBriefs heard = new();
    private readonly FeedDesk feed = new(id, ActorId.Caregiver);
    private readonly FeedDesk records = new(id, ActorId.Person);

    /// <summary>Persons served, and what each was last told of the agreement (0: nothing yet).</summary>
    private readonly Dictionary<string, ulong> served = new(StringComparer.Ordinal);
    private readonly List<string> newlyServed = [];
    private Brief.Agreement? agreement;
    private DateTimeOffset? deadline;
    private DateTimeOffset? orderDeadline;
    private bool touchedAgreement;
    private bool touchedRoll;
    private bool touchedOrders;
    private bool touchedServices;
    private bool touchedShare;

    public override DateTimeOffset? NextDeadline => deadline < orderDeadline ? deadline : orderDeadline ?? deadline;

    public override void Apply(Entry entry)
    {
        var at = FactRef.Of(entry);
        switch (entry.Fact)
        {
            case Fact.VisitChecked { IsCheckIn: true }:
                if (file.FoldCheckIn(at))
                {
                    feed.Touch();
                    touchedOrders |= file.Changes.Count > 0; // It may be the first after a suspension.
                }

                touchedShare = true;
                return;
            case Fact.InstitutionDesignated f: file.Fold(at, f); break;
            case Fact.InstitutionSuspended f: file.Fold(new Change(Step.Suspended, f.On, f.Until, at)); break;
            case Fact.InstitutionResumed f: file.Fold(new Change(Step.Resumed, f.On, null, at)); break;
            case Fact.RectificationOrdered f: file.Fold(new Order(f.On, f.Until, f.OrderId, at)); break;
            case Fact.RectificationAccepted f: file.Fold(new Acceptance(f.On, f.OrderId, at)); break;
            case Fact.InstitutionTerminated f: file.Fold(new Change(Step.Terminated, f.On, null, at)); break;
            default: return;
        }

        TouchAll(); // The district may be another, and with it every limit.
        touchedAgreement = true;
    }

    public override void Hear(ActorId from, Brief brief)
    {
        switch (brief)
        {
            case Brief.Served:
                records.Hear(from.Id, true);
                if (served.TryAdd(from.Id, 0))
                {
                    newlyServed.Add(from.Id);
                }

                return;
            case Brief.Recorded: records.Touch(); break;
            case Brief.Roster b: feed.Hear(from.Id, b.IsEmployed); return;
            case Brief.Resident or Brief.Staff: touchedRoll = true; break;
            case Brief.Arranged: touchedOrders = true; break;
            case Brief.Unentitled: touchedServices = true; break;
            case Brief.MissingCheckOuts or Brief.ByHand: touchedShare = true; break;
            default: return;
        }

        var district = heard.District;
        heard.Take(from.Id, brief);
        if (file.DistrictCode is null && heard.District != district)
        {
            TouchAll();
        }
    }

    public override void Judge(Judgement to)
    {
        feed.Tell(to, () => FeedDesk.CheckInsOf(file));
        records.Tell(to, () => FeedDesk.RecordsOf(heard));
        var isDue = deadline <= to.Now;
        if (touchedShare && heard.Missing.Count == 0 && heard.ByHand.Count == 0 && !Findings.Has(Share) && !Findings.Has(Hand))
        {
            touchedShare = false;
        }

        touchedOrders |= touchedAgreement || orderDeadline <= to.Now;
        if (!touchedOrders && !touchedRoll && !touchedServices && !touchedShare && newlyServed.Count == 0 && !isDue)
        {
            return;
        }

        agreement = touchedAgreement || agreement is null ? AgreementTimeline.Of(file) : agreement;
        var house = new InstitutionCase(Id, file, heard, agreement, to.Policies);
        if (touchedRoll || isDue)
        {
            var found = new List<Finding>();
            var next = StaffingInstitutionRules.Ratio(house, Shanghai.DayOf(to.Now), found);
            deadline = next is { } day ? Shanghai.StartOf(day) : null;
            Replace(to, Ratio, found);
        }

        if (touchedOrders)
        {
            JudgeOrders(to, house);
        }

        if (touchedServices || touchedAgreement)
        {
            Judge(to, NotDesignated, house, StaffingInstitutionRules.NotDesignated);
            Judge(to, Gaps, house, InstitutionRules.InGaps);
        }

        if (touchedShare)
        {
            Judge(to, Share, house, InstitutionRules.MissingShare);
            Judge(to, Hand, house, RecordRules.ManualThere);
        }

        Tell(to);
        touchedAgreement = touchedRoll = touchedServices = touchedShare = touchedOrders = false;
        newlyServed.Clear();
    }

    public override void TouchAll()
    {
        touchedAgreement = touchedRoll = touchedServices = touchedShare = touchedOrders = true;
        feed.Touch();
        records.Touch();
    }

    public override void TakeBriefsFrom(Actor earlier)
    {
        var self = (Institution)earlier;
        heard.TakeFrom(self.heard);
        feed.TakeFrom(self.feed);
        records.TakeFrom(self.records);
        foreach (var (person, print) in self.served)
        {
            served[person] = print;
        }

        TouchAll();
    }

    public override void Write(StateWriter to)
    {
        to.Byte(StateVersion);
        to.Bool(touchedAgreement || touchedRoll || touchedServices || touchedShare || touchedOrders || newlyServed.Count > 0);
        file.Write(to);
        heard.Write(to);
        feed.Write(to);
        records.Write(to);
        to.Optional(deadline);
        to.Optional(orderDeadline);
        to.List(served, static (w, each) =>
        {
            w.Text(each.Key);
            w.ULong(each.Value);
        });
    }

    /// <exception cref="InvalidDataException">Written by another version.</exception>
    public override void Read(StateReader from)
    {
        if (from.Byte() is var version && version != StateVersion)
        {
            throw new InvalidDataException($"An institution's state of version {version}.");
        }

        if (from.Bool())
        {
            TouchAll();
        }

        file.Read(from);
        heard.Read(from);
        feed.Read(from);
        records.Read(from);
        deadline = from.OptionalInstant();
        orderDeadline = from.OptionalInstant();
        foreach (var (person, print) in from.List(static r => (r.Text(), r.ULong())))
        {
            served[person] = print;
        }
    }

    public override object View(DateTimeOffset now) => InstitutionView.Of(Id.Id, file, heard, Shanghai.DayOf(now));

    private void JudgeOrders(Judgement to, InstitutionCase house)
    {
        var today = Shanghai.DayOf(to.Now);
        var (tooLong, left) = (new List<Finding>(), new List<Finding>());
        var (first, second) = (OrderRules.TooLong(house, today, tooLong), OrderRules.NotTransferred(house, today, left));
        var next = first < second ? first : second ?? first;
        orderDeadline = next is { } day ? Shanghai.StartOf(day) : null;
        Replace(to, TooLong, tooLong);
        Replace(to, NotTransferred, left);
    }

    private void Judge(Judgement to, string scope, InstitutionCase house, Action<InstitutionCase, List<Finding>> rule)
    {
        var found = new List<Finding>();
        rule(house, found);
        Replace(to, scope, found);
    }

    private void Replace(Judgement to, string scope, List<Finding> found)
    {
        if (found.Count > 0 || Findings.Has(scope))
        {
            to.Replace(this, scope, found.ToArray());
        }
    }

    private void Tell(Judgement to)
    {
        if (!touchedAgreement && newlyServed.Count == 0)
        {
            return;
        }

        var print = BriefCodec.PrintOf(agreement!);
        foreach (var person in touchedAgreement ? [.. served.Keys] : newlyServed)
        {
            if (served[person] != print)
            {
                served[person] = print;
                to.Tell(Id, ActorId.Person(person), agreement!);
            }
        }
    }
}
