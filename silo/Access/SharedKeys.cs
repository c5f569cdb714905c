using System.Xml.Linq;
using LtcActors.Journal.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace LtcActors.Silo.Access;

/// <summary>The keys that a sign-in under way is kept with, in the database: it goes on at whichever silo the browser comes back to.</summary>
internal sealed class SharedKeys(ProtectionKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.All().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));

    /// <summary>
    /// Sees to it that there is a key before the first browser comes. Each process would else make one of its own, and reads those of
    /// others only once a day.
    /// </summary>
    public void MakeFirst(IDataProtectionProvider provider) => keys.Alone(() => provider.CreateProtector("first").Protect([]));
}
