using System.Globalization;

namespace LtcActors.Simulator;

/// <summary>
/// The city under construction: hands out ids and addresses and writes every registration in the contract's words.
/// What the honest city and the planted stories have in common stands here, so that they look alike on the wire.
/// </summary>
internal sealed partial class World
{
    private readonly string _idNumberPrefix;
    private readonly Rng _plans;
    private int _persons, _caregivers, _institutions, _devices, _visits, _others;

    public World(CityOptions options)
    {
        Options = options;
        Rng = new Rng(options.Seed);
        Log = new EventLog(options.Run, options.End, Rng.Fork());
        Addresses = new AddressBook(Rng.Fork());
        _plans = Rng.Fork();
        // Not a real number's form on purpose; and different a run, because equal numbers mean the same human being.
        var hash = options.Run.Aggregate(2166136261u, (h, c) => (h ^ c) * 16777619u);
        _idNumberPrefix = "99" + (hash % 100_000_000).ToString("D8", CultureInfo.InvariantCulture);
    }

    public CityOptions Options { get; }
    public Rng Rng { get; }
    public EventLog Log { get; }
    public AddressBook Addresses { get; }
    public List<Person> Persons { get; } = [];
    public List<Caregiver> Caregivers { get; } = [];
    public List<Institution> Institutions { get; } = [];
    /// <summary>Who visited a person last.</summary>
    public Dictionary<string, Caregiver> LastVisitor { get; } = [];

    public List<ExpectedAlert> Expected { get; } = [];
    public List<ExpectedAlert> Tolerated { get; } = [];

    public DateOnly FirstDay => Options.FirstDay;

    public DateOnly LastDay => Options.FirstDay.AddDays(Options.Days - 1);

    public DateOnly Day(int index) => FirstDay.AddDays(index);

    public string NewId(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{Options.Run}-{kind}-{number:D5}");

    public string NewId(string kind) => NewId(kind, ++_others);

    public string NewIdNumber() => _idNumberPrefix + (++_others).ToString("D8", CultureInfo.InvariantCulture);

    public Institution NewInstitution(District district, bool residence, DateOnly? agreementTo = null)
    {
        var institution = new Institution(
            NewId("i", ++_institutions), Names.Institution(Rng, district, residence), district, Addresses.Near(district.Centre, 0, 3_000));
        Institutions.Add(institution);
        // Agreements are for about a year: the renewal joins the first without a gap, as it should.
        var renewal = FirstDay.AddDays(-80);
        Designate(institution, residence, renewal.AddDays(-480), renewal.AddDays(-1));
        Designate(institution, residence, renewal, agreementTo ?? renewal.AddDays(Math.Max(364, Options.Days + 300)));
        return institution;
    }

    public void Designate(Institution institution, bool residence, DateOnly from, DateOnly to) =>
        Log.Add("agency", "ltc.institution.designated", institution.Id, Time.At(from.AddDays(-7), 10), new
        {
            institution.Name,
            DistrictCode = institution.District.Code,
            Position = Json(institution.Position),
            Services = residence ? new[] { "institution" } : ["home"],
            AgreementFrom = from,
            AgreementTo = to,
            Beds = residence ? 60 : (int?)null,
        });

    /// <param name="duty">Home or institution; null for a family caregiver.</param>
    /// <param name="registered">When the registration was sent; default: the morning of the first day.</param>
    public Caregiver NewCaregiver(
        Institution? institution, string? duty, DateOnly hired, string? qualification = null, string? idNumber = null,
        DateTimeOffset? registered = null, DateOnly? contractTo = null, DateOnly? certified = null)
    {
        var family = institution is null;
        var caregiver = new Caregiver(
            NewId(family ? "f" : "c", ++_caregivers), Names.Person(Rng), family, institution?.Id, NewDevice(), hired,
            idNumber ?? NewIdNumber());
        Caregivers.Add(caregiver);
        var time = registered ?? Time.At(hired, 8, 30);
        Log.Add("agency", "ltc.caregiver.registered", caregiver.Id, time, new
        {
            caregiver.Name,
            Kind = family ? "family" : "professional",
            caregiver.InstitutionId,
            Duty = duty,
            Qualification = qualification ?? (family ? null : "养老护理员"),
            CertifiedOn = family ? (DateOnly?)null : certified ?? hired.AddDays(-60),
            ContractFrom = family ? (DateOnly?)null : hired,
            ContractTo = family ? (DateOnly?)null : contractTo ?? hired.AddYears(4),
            caregiver.IdNumber,
        });
        Log.Add("agency", "ltc.device.registered", caregiver.DeviceId, time, new { CaregiverId = caregiver.Id });
        return caregiver;
    }

    /// <summary>Somebody whom no registration names.</summary>
    public Caregiver Unregistered(string? institutionId) =>
        new(NewId("c", ++_caregivers), "", false, institutionId, NewDevice(), FirstDay, "");

    public string NewDevice() => NewId("d", ++_devices);

    public string NewSharedTablet(Institution institution)
    {
        var id = NewDevice();
        Log.Add("agency", "ltc.device.registered", id, Time.At(FirstDay.AddDays(-60), 9),
            new { Shared = true, InstitutionId = institution.Id });
        return id;
    }

    /// <summary>Registers, assesses, arranges and confirms a person.</summary>
    /// <param name="assess">False when the story has assessments of its own.</param>
    public Person NewPerson(
        Institution institution, bool resident, Position home, DateOnly since, string package, string? caregiverId,
        bool assess = true, int? fenceRadius = null)
    {
        var person = new Person(NewId("p", ++_persons), Names.Person(Rng), institution.District, home, institution.Id, resident, since);
        Persons.Add(person);
        Log.Add("agency", "ltc.person.registered", person.Id, Time.At(since.AddDays(-40), 9, Rng.Int(0, 59)), new
        {
            person.Name,
            BirthDate = new DateOnly(Rng.Int(1930, 1960), Rng.Int(1, 12), Rng.Int(1, 28)),
            DistrictCode = person.District.Code,
            Home = Json(home),
            FenceRadius = fenceRadius,
            IdNumber = NewIdNumber(),
        });
        if (assess)
        {
            var concluded = since.AddDays(-10);
            Assess(person, Rng.Int(3, 5), concluded, concluded.AddYears(2).AddDays(-1));
        }

        Arrange(person, institution, since, package, caregiverId);
        for (var month = Time.FirstOfMonth(FirstDay); month <= LastDay; month = month.AddMonths(1))
        {
            Confirm(person, month, Time.At(month, 8));
        }

        return person;
    }

    /// <summary>A home within a short ride of a centre.</summary>
    public Position NewHome(Position centre, double mostMetres = 2_200) => Addresses.Near(centre, 0, mostMetres);

    public void Assess(Person person, int level, DateOnly concluded, DateOnly validUntil) =>
        Log.Add("agency", "ltc.person.assessed", person.Id, Time.At(concluded, 16),
            new { Level = level, ConcludedOn = concluded, ValidUntil = validUntil });

    public void Arrange(Person person, Institution institution, DateOnly from, string package, string? caregiverId) =>
        Log.Add("agency", "ltc.person.arranged", person.Id, Time.At(from.AddDays(-2), 15), new
        {
            Mode = person.IsResident ? "institution" : "home",
            InstitutionId = institution.Id,
            From = from,
            Package = package,
            CaregiverId = caregiverId,
        });

    public void Practise(Caregiver caregiver, Person person, DateOnly from, DateOnly to) =>
        Log.Add("agency", "ltc.caregiver.practised", caregiver.Id, Time.At(to, 18),
            new { PersonId = person.Id, person.InstitutionId, From = from, To = to });

    public void Train(Caregiver caregiver, DateOnly completed) =>
        Log.Add("agency", "ltc.caregiver.trained", caregiver.Id, Time.At(completed, 17),
            new { Course = "失能人员居家照护基础课程", CompletedOn = completed });

    public void Bind(Person person, Caregiver caregiver, DateOnly approved)
    {
        Log.Add("agency", "ltc.binding.requested", person.Id, Time.At(approved.AddDays(-3), 10), new
        {
            CaregiverId = caregiver.Id,
            On = approved.AddDays(-3),
            Relation = Rng.Pick(["spouse", "daughter", "son", "daughter-in-law"]),
        });
        Log.Add("agency", "ltc.binding.approved", person.Id, Time.At(approved, 14), new { CaregiverId = caregiver.Id, On = approved });
    }

    public void Unbind(Person person, Caregiver caregiver, DateOnly on, string reason = "other") =>
        Log.Add("agency", "ltc.binding.ended", person.Id, Time.At(on, 11), new { CaregiverId = caregiver.Id, On = on, Reason = reason });

    /// <param name="lag">From admission to the hospital's notice.</param>
    public CityEvent Admit(Person person, DateTimeOffset admitted, TimeSpan lag, string? stayId = null, string? kind = null) =>
        Log.Add("hospital", "ltc.person.hospitalised", person.Id, admitted + lag, new
        {
            AdmittedAt = admitted,
            Kind = kind,
            Hospital = person.District.Name + "区中心医院",
            StayId = stayId,
        });

    public void Discharge(Person person, DateTimeOffset discharged, TimeSpan lag, string? stayId = null) =>
        Log.Add("hospital", "ltc.person.discharged", person.Id, discharged + lag, new { DischargedAt = discharged, StayId = stayId });

    public void Die(Person person, DateTimeOffset died, TimeSpan lag) =>
        Log.Add("registry", "ltc.person.died", person.Id, died + lag, new { DiedAt = died });

    /// <summary>A death of which only the date is known: it counts from the end of that day.</summary>
    public void DieOn(Person person, DateOnly died, DateTimeOffset notice) =>
        Log.Add("registry", "ltc.person.died", person.Id, notice, new { DiedAt = died });

    public void Review(Person person, bool eligible, DateOnly concluded, DateTimeOffset? notice = null) =>
        Log.Add("agency", "ltc.person.reviewed", person.Id, notice ?? Time.At(concluded, 16),
            new { Eligible = eligible, ConcludedOn = concluded });

    public void Absent(Caregiver caregiver, DateOnly from, DateOnly to, string kind) =>
        Log.Add("agency", "ltc.caregiver.absent", caregiver.Id, Time.At(from.AddDays(-1), 17), new { From = from, To = to, Kind = kind });

    public void Leave(Caregiver caregiver, DateOnly on) =>
        Log.Add("agency", "ltc.caregiver.left", caregiver.Id, Time.At(on, 9), new { caregiver.InstitutionId, On = on });

    /// <param name="lines">Day and, when it was a visit, its id.</param>
    public void Claim(
        Person person, string institutionId, DateOnly month, DateTimeOffset time, IReadOnlyList<(DateOnly Date, string? VisitId)> lines) =>
        Log.Add("agency", "ltc.claim.submitted", person.Id, time, new
        {
            ClaimId = NewId("m"),
            Month = Time.Month(month),
            InstitutionId = institutionId,
            Days = lines.Select(l => l.Date).Distinct().Count(),
            Amount = (lines.Count * 65m).ToString("F2", CultureInfo.InvariantCulture),
            Lines = lines.Select(l => new { l.Date, l.VisitId, ServiceCode = "HB-01", Amount = "65.00" }),
        });

    public void Expect(
        string rule, string severity, string why, Person? person = null, Caregiver? caregiver = null, Institution? institution = null,
        params IEnumerable<Visit> visits) => Expected.Add(Alert(rule, severity, why, person, caregiver, institution, visits));

    public void Tolerate(
        string rule, string severity, string why, Person? person = null, Caregiver? caregiver = null, params IEnumerable<Visit> visits) =>
        Tolerated.Add(Alert(rule, severity, why, person, caregiver, null, visits));

    private static ExpectedAlert Alert(
        string rule, string severity, string why, Person? person, Caregiver? caregiver, Institution? institution, IEnumerable<Visit> visits)
    {
        var ids = visits.Select(v => v.Id).ToList();
        return new ExpectedAlert(
            rule, severity, why, person?.Id, caregiver?.Id, institution?.Id, VisitIds: ids.Count == 0 ? null : ids);
    }

    internal static object Json(Position p) => new { p.Lat, p.Lon };
}
