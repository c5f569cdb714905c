using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>All that is known of a caregiver: its own facts, and what persons, bindings and its other ids told of it.</summary>
internal sealed class CaregiverFile
{
    private List<Registration>? registrations;
    private List<Training>? trainings;
    private List<Practice>? practices;
    private List<Reassignment>? reassignments;
    private List<Absence>? absences;
    private List<Leaving>? leavings;
    private List<DeviceGiven>? devicesGiven;
    private string? device;
    private string? district;
    private int districtAsOf;

    /// <param name="owner">Whose pages the closed fixes are.</param>
    public CaregiverFile(ActorId owner)
    {
        Days = new(new(owner));
        Visits = new(Days);
    }

    public IReadOnlyList<Registration> Registrations => registrations.OrNone();

    public IReadOnlyList<Training> Trainings => trainings.OrNone();

    public IReadOnlyList<Practice> Practices => practices.OrNone();

    public IReadOnlyList<Reassignment> Reassignments => reassignments.OrNone();

    public IReadOnlyList<Absence> Absences => absences.OrNone();

    public IReadOnlyList<Leaving> Leavings => leavings.OrNone();

    public IReadOnlyList<DeviceGiven> DevicesGiven => devicesGiven.OrNone();

    public CareDays Days { get; }

    public VisitBook Visits { get; }

    /// <summary>Devices it was seen on, in ordinal order.</summary>
    public List<string> Devices { get; } = new(0);

    /// <summary>By device: those registered as shared.</summary>
    public HeardBriefs<Brief.SharedDevice> SharedDevices { get; } = new();

    /// <summary>By person.</summary>
    public HeardBriefs<Brief.Client> Clients { get; } = new();

    /// <summary>By person, whose binding it is.</summary>
    public HeardBriefs<Brief.Bound> Bindings { get; } = new();

    /// <summary>None for a caregiver of whom nothing of it is known.</summary>
    public CaregiverExtras? Extras { get; set; }

    /// <summary>None for a caregiver who heard nothing of it.</summary>
    public CollusionBook? Collusion { get; set; }

    /// <summary>None where nothing was told of any month.</summary>
    public CareMonths? Months { get; set; }

    /// <summary>By the other caregiver id of the same real name.</summary>
    public HeardBriefs<Brief.SecondId> Seconds { get; } = new();

    public void Add(Registration item) => Kept.Put(ref registrations, item);

    public void Add(Training item) => Kept.Put(ref trainings, item);

    public void Add(Practice item) => Kept.Put(ref practices, item);

    public void Add(Reassignment item) => Kept.Put(ref reassignments, item);

    public void Add(Absence item) => Kept.Put(ref absences, item);

    public void Add(Leaving item) => Kept.Put(ref leavings, item);

    public void Add(DeviceGiven item) => Kept.Put(ref devicesGiven, item);

    /// <summary>One of the facts that change the standing of a caregiver; they are few.</summary>
    /// <returns>Whether it is one of those.</returns>
    public bool AddStatus(Entry entry)
    {
        var at = FactRef.Of(entry);
        switch (entry.Fact)
        {
            case Fact.CaregiverRegistered f:
                Add(new Registration(
                    at, f.Name, f.Kind, f.InstitutionId, f.Duty, f.Qualification, f.CertifiedOn, f.ContractFrom, f.ContractTo));
                return true;
            case Fact.CaregiverTrained f: Add(new Training(at, f.Course, f.CompletedOn)); return true;
            case Fact.CaregiverPractised f: Add(new Practice(at, f.PersonId, f.InstitutionId, f.From, f.To)); return true;
            case Fact.CaregiverReassigned f: Add(new Reassignment(at, f.InstitutionId, f.Duty, f.From)); return true;
            case Fact.CaregiverAbsent f: Add(new Absence(at, f.From, f.To, f.Kind)); return true;
            case Fact.CaregiverCertified f: (Extras ??= new()).Add(new Certificate(at, f.IssuedOn, f.ValidUntil)); return true;
            case Fact.CaregiverInterviewed f: (Extras ??= new()).Add(new Interview(at, f.On)); return true;
            case Fact.CaregiverExempted f: (Extras ??= new()).Add(new Exemption(at, f.Kind, f.From, f.Until)); return true;
            case Fact.CaregiverDeclared f: (Months ??= new()).Add(new Declaration(at, f.InstitutionId, f.Month, f.Days)); return true;
            case Fact.DeviceRegistered f: Add(new DeviceGiven(at, f.DeviceId)); return true;
            case Fact.CaregiverLeft f: Add(new Leaving(at, f.InstitutionId, f.On)); return true;
            default: return false;
        }
    }

    /// <returns>The same id as one object for all that name it.</returns>
    public string? SeenOn(string? deviceId)
    {
        if (deviceId is null || deviceId == device)
        {
            return deviceId is null ? null : device;
        }

        var at = Devices.BinarySearch(deviceId, StringComparer.Ordinal);
        if (at < 0)
        {
            Devices.Insert(~at, deviceId);
        }

        return device = at < 0 ? deviceId : Devices[at];
    }

    /// <summary>The district of the first client that has one: whose numbers hold where no client is concerned.</summary>
    public string? District()
    {
        if (districtAsOf == Clients.Changes)
        {
            return district;
        }

        (district, districtAsOf) = (null, Clients.Changes);
        foreach (var (_, client) in Clients.All)
        {
            district ??= client.DistrictCode;
        }

        return district;
    }

    public string? DistrictOf(string personId) => Clients.Of(personId)?.DistrictCode;

    /// <summary>Of an institution that employs it.</summary>
    public string? DistrictOfHouse(string institutionId) => Months?.Feeds.Of(institutionId)?.DistrictCode;
}
