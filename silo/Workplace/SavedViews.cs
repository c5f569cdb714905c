using LtcActors.Silo.Desk;

namespace LtcActors.Silo.Workplace;

/// <summary>The views that officers keep, as a fold of the desk's entries. Any thread.</summary>
internal sealed class SavedViews(SiloLimits limits) : IDeskPart
{
    public const string Saved = "view.saved";
    public const string Deleted = "view.deleted";
    public const string Default = "view.default";

    private readonly Lock gate = new();
    private readonly Dictionary<string, SavedView> views = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> ofRole = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Kinds { get; } = [Saved, Deleted, Default];

    public bool Apply(DeskEntry entry)
    {
        lock (gate)
        {
            return entry.Kind switch
            {
                Saved => Save(entry, entry.Read<ViewSaved>()),
                Deleted => Delete(entry, entry.Read<ViewDeleted>().Id),
                Default => Choose(entry.Read<ViewDefault>()),
                _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "Not of this part."),
            };
        }
    }

    /// <summary>What somebody may use: his own, and what others share; by name.</summary>
    public IReadOnlyList<SavedView> Of(string user)
    {
        lock (gate)
        {
            return [.. views.Values.Where(v => v.Shared || v.Owner == user).Select(WithRoles).OrderBy(v => v.Name, StringComparer.Ordinal).ThenBy(v => v.Id, StringComparer.Ordinal)];
        }
    }

    public SavedView? Find(string id, string user)
    {
        lock (gate)
        {
            return views.GetValueOrDefault(id) is { } view && (view.Shared || view.Owner == user) ? WithRoles(view) : null;
        }
    }

    private SavedView WithRoles(SavedView view) => view with
    {
        DefaultFor = [.. ofRole.Where(r => r.Value == view.Id).Select(r => r.Key).Order(StringComparer.Ordinal)],
    };

    private bool Save(DeskEntry entry, ViewSaved saved)
    {
        if (views.TryGetValue(saved.Id, out var before)
                ? before.Owner != entry.By
                : views.Values.Count(v => v.Owner == entry.By) >= limits.ViewsOfOne)
        {
            return false;
        }

        views[saved.Id] = new(saved.Id, saved.Name, saved.Query, entry.By, saved.Shared, entry.At, []);
        if (!saved.Shared)
        {
            Forget(saved.Id);
        }

        return true;
    }

    private bool Delete(DeskEntry entry, string id)
    {
        if (views.GetValueOrDefault(id)?.Owner != entry.By)
        {
            return false;
        }

        Forget(id);
        return views.Remove(id);
    }

    private bool Choose(ViewDefault chosen)
    {
        if (chosen.Id is not { } id)
        {
            return ofRole.Remove(chosen.Role);
        }

        // Nobody's board opens with what only another can see.
        if (views.GetValueOrDefault(id) is not { Shared: true })
        {
            return false;
        }

        ofRole[chosen.Role] = id;
        return true;
    }

    private void Forget(string id)
    {
        foreach (var role in ofRole.Where(r => r.Value == id).Select(r => r.Key).ToArray())
        {
            ofRole.Remove(role);
        }
    }
}
