namespace LtcActors.Domain.Policies;

/// <summary>A number that rules compare with, in force in one region on one day.</summary>
/// <param name="Basis"><c>source:article</c>, or <c>proposed</c> where no law gives the number.</param>
public sealed record Limit(string Key, double Value, string Unit, string Basis)
{
    public TimeSpan Time => Unit switch
    {
        "s" => TimeSpan.FromSeconds(Value),
        "min" => TimeSpan.FromMinutes(Value),
        "h" => TimeSpan.FromHours(Value),
        "d" => TimeSpan.FromDays(Value),
        _ => throw new InvalidOperationException($"{Key} is in {Unit}, which is no unit of time."),
    };

    public int Count => (int)Value;

    /// <summary>Written out: the text a record makes by itself asks for <see cref="Time"/>, which not every limit has.</summary>
    public override string ToString() => $"{Key} {Value} {Unit} ({Basis})";
}

/// <summary>All numbers of one region on one day. Each property of a number names its key in <c>policies/</c> and the only unit it may have.</summary>
public sealed partial class Thresholds(Func<string, string, Limit> limit)
{
    public Limit LateNotice { get; } = limit("elg.lateNotice", "h");
    public Limit AssessmentYears { get; } = limit("elg.assessmentYears", "y");
    public Limit LevelMin { get; } = limit("elg.levelMin", "level");
    public Limit ExpiryFirst { get; } = limit("elg.expiryFirst", "d");
    public Limit ExpiryLast { get; } = limit("elg.expiryLast", "d");
    public Limit ConfirmGrace { get; } = limit("elg.confirmGrace", "d");
    public Limit HomeMax { get; } = limit("stf.homeMax", "persons");
    public Limit HomeMin { get; } = limit("stf.homeMin", "persons");
    public Limit GraceDays { get; } = limit("stf.graceDays", "d");
    public Limit RatioMax { get; } = limit("stf.ratioMax", "persons/caregiver");
    public Limit PracticeMonths { get; } = limit("fam.practiceMonths", "months");
    public Limit BindingsMax { get; } = limit("fam.bindingsMax", "bindings");
    public Limit RecordEvery { get; } = limit("fam.recordEvery", "d");
    public Limit WelfareVisit { get; } = limit("fam.welfareVisit", "h");
    public Limit QualityFalls { get; } = limit("fam.qualityFalls", "falls");
    public Limit Interviews { get; } = limit("fam.interviews", "interviews");
    public Limit OtherFaces { get; } = limit("fam.otherFaces", "visits");
    public Limit OtherFaceWindow { get; } = limit("fam.otherFaceWindow", "d");
    public Limit RectifyMonths { get; } = limit("ins.rectifyMonths", "months");
    public Limit SuspendMonths { get; } = limit("ins.suspendMonths", "months");
    public Limit TransferDays { get; } = limit("ins.transferDays", "d");
    public Limit Unplanned { get; } = limit("vis.unplanned", "min");
    public Limit PersonOverlap { get; } = limit("vis.personOverlap", "min");
    public Limit TransferShare { get; } = limit("vis.transferShare", "%");
    public Limit TransferSpeed { get; } = limit("vis.transferSpeed", "km/h");
    public Limit LoadVisits { get; } = limit("vis.loadVisits", "visits");
    public Limit LoadHours { get; } = limit("vis.loadHours", "h");
    public Limit ManualShare { get; } = limit("vis.manualShare", "%");
    public Limit ManualMinVisits { get; } = limit("vis.manualMinVisits", "visits");
    public Limit ManualPersons { get; } = limit("vis.manualPersons", "persons");
    public Limit ManualPatternVisits { get; } = limit("vis.manualPatternVisits", "visits");
    public Limit ManualPatternShare { get; } = limit("vis.manualPatternShare", "%");
    public Limit UploadLate { get; } = limit("vis.uploadLate", "h");
    public Limit LateShare { get; } = limit("vis.lateShare", "%");
    public Limit LateMinVisits { get; } = limit("vis.lateMinVisits", "visits");
    public Limit CheckoutAfterPlan { get; } = limit("vis.checkoutAfterPlan", "min");
    public Limit CheckoutAfterCheckIn { get; } = limit("vis.checkoutAfterCheckIn", "h");
    public Limit MissingShare { get; } = limit("vis.missingShare", "%");
    public Limit MissingMinVisits { get; } = limit("vis.missingMinVisits", "visits");
    public Limit MissingWindow { get; } = limit("vis.missingWindow", "d");
    public Limit Void { get; } = limit("vis.void", "min");
    public Limit Unpaid { get; } = limit("vis.unpaid", "min");
    public Limit PlannedShare { get; } = limit("vis.plannedShare", "%");
    public Limit VisitMax { get; } = limit("vis.visitMax", "h");
    public Limit DayHigh { get; } = limit("vis.dayHigh", "h");
    public Limit DayMax { get; } = limit("vis.dayMax", "h");
    public Limit Overlap { get; } = limit("vis.overlap", "min");
    public Limit SameAddress { get; } = limit("vis.sameAddress", "m");
    public Limit TravelSpeed { get; } = limit("vis.travelSpeed", "km/h");
    public Limit TravelMin { get; } = limit("vis.travelMin", "m");
    public Limit Confirm { get; } = limit("vis.confirm", "m");
    public Limit Fence { get; } = limit("geo.fence", "m");
    public Limit AccuracyMax { get; } = limit("geo.accuracyMax", "m");
    public Limit FarFactor { get; } = limit("geo.farFactor", "times");
    public Limit OffCount { get; } = limit("geo.offCount", "visits");
    public Limit OffWindow { get; } = limit("geo.offWindow", "d");
    public Limit OffShare { get; } = limit("geo.offShare", "%");
    public Limit OffShareWindow { get; } = limit("geo.offShareWindow", "d");
    public Limit OffMinVisits { get; } = limit("geo.offMinVisits", "visits");
    public Limit Face { get; } = limit("idn.face", "score");
    public Limit FaceFailures { get; } = limit("idn.faceFailures", "checks");
    public Limit PhotoDistance { get; } = limit("idn.photoDistance", "bits");
    public Limit PhotoWindow { get; } = limit("idn.photoWindow", "d");
    public Limit SignatureVisits { get; } = limit("idn.signatureVisits", "visits");
    public Limit SignatureWindow { get; } = limit("idn.signatureWindow", "d");
    public Limit PrintCaregivers { get; } = limit("idn.printCaregivers", "caregivers");
    public Limit JointVisit { get; } = limit("idn.jointVisit", "min");
    public Limit NoAnswers { get; } = limit("idn.noAnswers", "calls");
    public Limit NoAnswerWindow { get; } = limit("idn.noAnswerWindow", "d");
    public Limit FrozenVisits { get; } = limit("geo.frozenVisits", "visits");
    public Limit FrozenWindow { get; } = limit("geo.frozenWindow", "d");
    public Limit DeviceAccounts { get; } = limit("dev.accounts", "accounts");
    public Limit DeviceWindow { get; } = limit("dev.window", "h");
    public Limit ProofEvery { get; } = limit("idn.proofEvery", "d");
    public Limit ExpirySecond { get; } = limit("elg.expirySecond", "d");
    public Limit PlanGrace { get; } = limit("vis.planGrace", "d");
    public Limit PlanMinItems { get; } = limit("vis.planMinItems", "visits");
    public Limit PlanHigh { get; } = limit("vis.planHigh", "%");
    public Limit PlanLow { get; } = limit("vis.planLow", "%");
    public Limit NoShowKnown { get; } = limit("vis.noShowKnown", "h");
    public Limit NoShowWait { get; } = limit("vis.noShowWait", "h");
    public Limit NoShow { get; } = limit("vis.noShow", "min");
    public Limit SignerPersons { get; } = limit("idn.signerPersons", "persons");
    public Limit UnsignedWindow { get; } = limit("idn.unsignedWindow", "d");
    public Limit Unsigned { get; } = limit("idn.unsigned", "visits");
    public Limit AlternativeMinVisits { get; } = limit("idn.altMinVisits", "visits");
    public Limit AlternativeShare { get; } = limit("idn.altShare", "%");
    public Limit BeaconAway { get; } = limit("geo.beaconAway", "m");
    public Limit BeaconApart { get; } = limit("geo.beaconApart", "m");
    public Limit BeaconTogether { get; } = limit("geo.beaconTogether", "min");
    public Limit FrozenTime { get; } = limit("geo.frozenTime", "min");
    public Limit FrozenPoints { get; } = limit("geo.frozenPoints", "fixes");
    public Limit AwayTime { get; } = limit("geo.awayTime", "min");
    public Limit AwayFixes { get; } = limit("geo.awayFixes", "fixes");
    public Limit ResidentWindow { get; } = limit("dev.nightWindow", "d");
    public Limit ResidentNights { get; } = limit("dev.nights", "nights");
    public Limit ClockOff { get; } = limit("dev.clock", "min");
    public Limit DevicesWindow { get; } = limit("dev.perCaregiverWindow", "d");
    public Limit DevicesPerCaregiver { get; } = limit("dev.perCaregiver", "devices");
    public Limit ShiftWindow { get; } = limit("col.shiftWindow", "h");
    public Limit RingMonths { get; } = limit("col.ringMonths", "months");
    public Limit RingClients { get; } = limit("col.ringClients", "persons");
    public Limit RingShare { get; } = limit("col.ringShare", "%");
    public Limit RingSignals { get; } = limit("col.ringSignals", "rules");
    public Limit RingAddress { get; } = limit("col.ringAddress", "persons");
    public Limit Sharers { get; } = limit("col.sharers", "persons");
    public Limit AccountWindow { get; } = limit("col.accountWindow", "d");
    public Limit AccountUseGap { get; } = limit("col.useGap", "d");
    public Limit WeightP1 { get; } = limit("typ.weightP1", "score");
    public Limit WeightP2 { get; } = limit("typ.weightP2", "score");
    public Limit WeightP3 { get; } = limit("typ.weightP3", "score");
    public Limit WeightP4 { get; } = limit("typ.weightP4", "score");
    public Limit SuspicionOpen { get; } = limit("typ.open", "score");
    public Limit SuspicionUrgent { get; } = limit("typ.urgent", "score");

    /// <summary>The catalogue of services in force; null: none is, and no service is known to be outside.</summary>
    public ServiceCatalogue? Catalogue { get; init; }
}

/// <summary>The numbers in force, by region and day.</summary>
public interface IPolicies
{
    /// <param name="districtCode">GB/T 2260; its first four digits choose the region; none or unknown: the default region.</param>
    Thresholds For(string? districtCode, DateOnly day);
}
