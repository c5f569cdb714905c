namespace LtcActors.Simulator;

/// <summary>What registers and agencies tell besides the first registration.</summary>
internal sealed partial class World
{
    public void Confirm(Person person, DateOnly month, DateTimeOffset time) =>
        Log.Add("agency", "ltc.person.confirmed", person.Id, time, new { Month = Time.Month(month), person.InstitutionId });

    public void Apply(Person person, DateOnly on) =>
        Log.Add("agency", "ltc.assessment.applied", person.Id, Time.At(on, 11), new { On = on, ApplicationId = NewId("a") });

    /// <summary>From then on in the care of a house.</summary>
    public void MoveIn(Person person, Institution house, DateOnly from) =>
        Log.Add("agency", "ltc.person.arranged", person.Id, Time.At(from.AddDays(-1), 15),
            new { Mode = "institution", InstitutionId = house.Id, From = from, Package = "full" });

    public void Related(Person person, Caregiver caregiver, string relation) =>
        Log.Add("registry", "ltc.kinship.recorded", person.Id, Time.At(FirstDay.AddDays(-30), 9), new { CaregiverId = caregiver.Id, Relation = relation });

    /// <summary>A further contract of somebody registered.</summary>
    public void Employ(Caregiver caregiver, string duty, DateOnly from, DateOnly to) =>
        Log.Add("agency", "ltc.caregiver.registered", caregiver.Id, Time.At(from, 8), new
        {
            caregiver.Name,
            Kind = "professional",
            caregiver.InstitutionId,
            Duty = duty,
            ContractFrom = from,
            ContractTo = to,
            caregiver.IdNumber,
        });

    public void Certify(Caregiver caregiver, DateOnly issued, DateOnly validUntil) =>
        Log.Add("registry", "ltc.caregiver.certified", caregiver.Id, Time.At(issued, 9),
            new { Occupation = "养老护理员", IssuedOn = issued, ValidUntil = validUntil });

    public void Interview(Caregiver caregiver, DateOnly on) =>
        Log.Add("agency", "ltc.caregiver.interviewed", caregiver.Id, Time.At(on, 14), new { On = on, Reason = "care below standard" });

    public void Exempt(Caregiver caregiver, string kind, DateOnly from, DateOnly? until) =>
        Log.Add("agency", "ltc.caregiver.exempted", caregiver.Id, Time.At(from, 9), new { Kind = kind, From = from, Until = until });

    /// <summary>The institution says on how many days of a month somebody worked for it.</summary>
    public void Declare(Caregiver caregiver, DateOnly month, int days) =>
        Log.Add("agency", "ltc.caregiver.declared", caregiver.Id, Time.At(month.AddMonths(1), 9),
            new { caregiver.InstitutionId, Month = Time.Month(month), Days = days });

    public string InstallBeacon(Person person)
    {
        var beacon = NewId("b");
        Log.Add("agency", "ltc.beacon.installed", person.Id, Time.At(FirstDay.AddDays(-20), 10),
            new { BeaconId = beacon, From = FirstDay.AddDays(-20) });
        return beacon;
    }

    public void Accept(Institution institution, DateOnly on) =>
        Log.Add("agency", "ltc.institution.accepted", institution.Id, Time.At(on, 16), new { On = on });
}
