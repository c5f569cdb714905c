namespace LtcActors.Domain.Policies;

/// <summary>Numbers of the rules that look at a calendar month as a whole, and at peers.</summary>
public sealed partial class Thresholds
{
    public Limit MonthGrace { get; } = limit("vis.monthGrace", "d");
    public Limit RegularMinVisits { get; } = limit("vis.regularMinVisits", "visits");
    public Limit RegularSpread { get; } = limit("vis.regularSpread", "s");
    public Limit OddMinVisits { get; } = limit("vis.oddMinVisits", "visits");
    public Limit OddShare { get; } = limit("vis.oddShare", "%");
    public Limit NightFrom { get; } = limit("vis.nightFrom", "h");
    public Limit NightTo { get; } = limit("vis.nightTo", "h");
    public Limit PhantomDays { get; } = limit("stf.phantomDays", "d");
    public Limit AttendanceShare { get; } = limit("stf.attendanceShare", "%");
    public Limit Outlier { get; } = limit("col.outlier", "spreads");
    public Limit OutlierFigures { get; } = limit("col.outlierFigures", "figures");
    public Limit MinPeers { get; } = limit("col.minPeers", "caregivers");
    public Limit PeerMinVisits { get; } = limit("col.minVisits", "visits");
    public Limit PeerMinClients { get; } = limit("col.minClients", "persons");
    public Limit FullQuota { get; } = limit("col.fullQuota", "%");
    public Limit MinuteSpread { get; } = limit("col.minuteSpread", "min");
    public Limit ShareSpread { get; } = limit("col.shareSpread", "%");
}
