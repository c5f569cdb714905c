using System.Text.Json;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.PolicyVersions;

/// <summary>All steps of all policy versions that are durable, and what they fold to. Any thread.</summary>
internal sealed class PolicyRegister
{
    private readonly Lock gate = new();
    private readonly List<StoredPolicyStep> steps = [];
    private readonly Dictionary<string, PolicyVersion> versions = new(StringComparer.Ordinal);

    /// <summary>In the order in which they were drafted.</summary>
    public IReadOnlyList<PolicyVersion> Versions()
    {
        lock (gate)
        {
            return [.. versions.Values];
        }
    }

    /// <summary>Whether any of them is tried beside what counts.</summary>
    public bool IsAnyTried
    {
        get
        {
            lock (gate)
            {
                return versions.Values.Any(static v => v.ShadowFrom is not null);
            }
        }
    }

    public IReadOnlyList<StoredPolicyStep> Steps()
    {
        lock (gate)
        {
            return [.. steps];
        }
    }

    /// <summary>Shows a durable step, in order of place; one that it has is passed over.</summary>
    /// <returns>The version by it; null when it was passed over.</returns>
    public PolicyVersion? Show(StoredPolicyStep stored)
    {
        lock (gate)
        {
            if (steps.Count > 0 && steps[^1].Seq >= stored.Seq)
            {
                return null;
            }

            steps.Add(stored);
            return versions[stored.Step.Id] = PolicyVersion.Evolve(versions.GetValueOrDefault(stored.Step.Id), stored.Step);
        }
    }

    /// <summary>All steps up to a place, for a checkpoint there.</summary>
    public ReadOnlyMemory<byte> Write(long upTo) => Write(Steps().Where(s => s.Seq <= upTo));

    public static byte[] Write(IEnumerable<StoredPolicyStep> steps) => JsonSerializer.SerializeToUtf8Bytes(
        [.. steps.Select(s => new PlacedStepJson(s.Seq, PolicyStepJson.Of(s.Step)))], PolicyJsonContext.Readable.ListPlacedStepJson);

    public static IReadOnlyList<StoredPolicyStep> Read(ReadOnlyMemory<byte> row) =>
        [.. JsonSerializer.Deserialize(row.Span, PolicyJsonContext.Readable.ListPlacedStepJson)!
            .Select(s => new StoredPolicyStep(s.Seq, PolicyStepJson.Read(JsonSerializer.SerializeToUtf8Bytes(s.Step, PolicyJsonContext.Readable.PolicyStepJson))))];
}
