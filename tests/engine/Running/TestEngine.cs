using System.Globalization;
using System.Text;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Running;

/// <summary>
/// The whole embedded engine on one thread, under a clock and an interleaving of the test's choosing. Journal and checkpoints
/// outlive it, so that it can be stopped, or dropped as by a crash, and started again.
/// </summary>
internal sealed class TestEngine
{
    public static readonly DateTimeOffset Today = new(2026, 6, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly PolicyBook Policies = ReadPolicies();

    public static PolicyBook ShippedPolicies => Policies;

    private readonly SeededScheduler scheduler;
    private readonly EventParser parser = new();

    private TestEngine(Supervision supervision, SeededScheduler scheduler, ManualClock clock, IJournal journal, IStateStore store)
    {
        Supervision = supervision;
        this.scheduler = scheduler;
        Clock = clock;
        Journal = journal;
        Store = store;
    }

    public Supervision Supervision { get; }

    public ManualClock Clock { get; }

    public IJournal Journal { get; }

    public IStateStore Store { get; }

    /// <param name="steps">That it takes at the start: by default until all that was in the journal is judged.</param>
    public static TestEngine Start(
        IJournal? journal = null, IStateStore? store = null, int partitions = 1, int seed = 1, Limits? limits = null,
        ManualClock? clock = null, int steps = int.MaxValue, PolicyBook? policies = null)
    {
        policies ??= Policies;
        clock ??= new ManualClock(Today);
        journal ??= new MemoryJournal();
        store ??= new MemoryStateStore();
        var scheduler = new SeededScheduler(seed, clock);
        var supervision = LtcActors.Engine.Running.Supervision.Start(new EngineOptions
        {
            Journal = journal,
            Store = store,
            Policies = policies,
            Clock = clock,
            Scheduler = scheduler,
            Parsers = () => new EventParser().ParseStructured,
            Cite = new(policies),
            Limits = limits ?? new(),
            Partitions = partitions,
        });
        scheduler.Run(steps);
        return new(supervision, scheduler, clock, journal, store);
    }

    public static ParsedEvent Parse(byte[] json) => new EventParser().ParseStructured(json);

    public EventResult[] Post(IReadOnlyList<ParsedEvent> events) => Wait(Supervision.SubmitAsync(events));

    /// <summary>Runs so many steps, or until nothing is left to do. To drop the engine then is to crash it.</summary>
    public void Run(int steps) => scheduler.Run(steps);

    /// <summary>Submits one request and runs until nothing is left to do.</summary>
    public EventResult[] Post(params string[] events)
    {
        var answer = Supervision.SubmitAsync([.. events.Select(e => parser.ParseStructured(Encoding.UTF8.GetBytes(e)))]);
        return Wait(answer);
    }

    public T Wait<T>(Task<T> task)
    {
        Pump(task);
        return task.GetAwaiter().GetResult();
    }

    public void Wait(Task task)
    {
        Pump(task);
        task.GetAwaiter().GetResult();
    }

    /// <summary>Lets time pass, and whatever falls due in it happen.</summary>
    public void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        scheduler.RunUntilIdle();
    }

    /// <summary>Past the hold on absences, so that everything that can be judged is.</summary>
    public TestEngine Settle()
    {
        scheduler.RunUntilIdle();
        Pass(TimeSpan.FromSeconds(2));
        return this;
    }

    public void Checkpoint() => Wait(Supervision.CheckpointAsync());

    /// <summary>What an officer would call the outcome: open alerts with all but places in the journal and clocks of ours.</summary>
    public string Outcome()
    {
        var text = new StringBuilder();
        foreach (var a in AllAlerts().Where(a => a.Status is AlertStatus.Open or AlertStatus.Acknowledged or AlertStatus.Resolved)
            .OrderBy(a => a.Id, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{a.Id} {a.Severity} {a.Status} {a.OccurredAt:O} {a.EndedAt:O} late={a.DecidedLate} {a.PersonId}/{a.CaregiverId}/{a.InstitutionId}/{a.DeviceId} {a.DistrictCode} ");
            text.AppendJoin(',', a.VisitIds).Append(' ');
            text.AppendJoin(',', a.Figures.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}")).Append(' ');
            text.AppendJoin(',', (a.Contributions ?? []).Select(c => $"{c.Rule}+{c.Added}:{string.Join('+', c.AlertIds)}")).Append(' ');
            text.AppendJoin(',', a.Evidence.Select(e => $"{e.Note}:{e.Source}|{e.Id}")).AppendLine();
        }

        return text.ToString();
    }

    public IReadOnlyList<AlertRecord> AllAlerts() => Supervision.Alerts(AlertFilter.All, 0, int.MaxValue);

    private void Pump(Task task)
    {
        // Continuations of the task itself run on the pool and may signal workers a moment later.
        var spin = new SpinWait();
        while (!task.IsCompleted)
        {
            scheduler.RunUntilIdle();
            spin.SpinOnce();
        }

        scheduler.RunUntilIdle();
    }

    /// <param name="more">Files beside the shipped ones, by name.</param>
    public static PolicyBook ReadPolicies(params KeyValuePair<string, string>[] more) => PolicyBook.Read([.. PolicyTexts(), .. more]);

    /// <summary>The files of policies/, by the names that a book knows them by.</summary>
    public static Dictionary<string, string> PolicyTexts()
    {
        var folder = Path.Combine(SolutionRoot(), "policies");
        return Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
    }

    public static string SolutionRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "LtcActors.sln")))
        {
            at = at.Parent ?? throw new DirectoryNotFoundException("The solution's folder is not above the tests.");
        }

        return at.FullName;
    }
}
