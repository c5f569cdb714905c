using System.Globalization;
using System.Numerics;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Shelves;

namespace LtcActors.Domain.Caregivers;

/// <summary>What a check leaves behind that no other should: 64 bits each, 0 where there is none.</summary>
/// <param name="Photo">The perceptual hash of the photograph, or a hash of whatever text the sender gives.</param>
/// <param name="IsPerceptual">The photograph's hash is of 16 hex digits, so that near ones are alike.</param>
/// <param name="Signature">A hash of the signature's hash.</param>
/// <param name="Spot">A hash of the very bits of a check-in's position and accuracy.</param>
internal readonly record struct Prints(ulong Photo, bool IsPerceptual, ulong Signature, ulong Spot)
{
    private const ulong Offset = 14695981039346656037, Prime = 1099511628211;

    public static Prints Of(Fact.VisitChecked fact)
    {
        var photo = PhotoOf(fact, out var isPerceptual);
        var spot = fact is { IsCheckIn: true, Channel: Channel.Mobile, Position: { Mock: false, Accuracy: { } accuracy } position }
            ? SpotOf(position.Point, accuracy) : 0;
        return new(photo, isPerceptual, SignatureOf(fact), spot);
    }

    public static ulong SignatureOf(Fact.VisitChecked fact) => Of(fact.SignatureHash);

    public static ulong PhotoOf(Fact.VisitChecked fact, out bool isPerceptual)
    {
        ulong photo = 0;
        isPerceptual = fact.PhotoHash is { Length: 16 }
            && ulong.TryParse(fact.PhotoHash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out photo);
        return isPerceptual ? photo : Of(fact.PhotoHash);
    }

    /// <summary>Stands for a print where it is told of.</summary>
    public static string NameOf(PrintKind kind, ulong print) => string.Create(CultureInfo.InvariantCulture, $"{(byte)kind}:{print:x16}");

    /// <param name="bits">By how many of 64 bits two perceptual hashes may differ.</param>
    public bool SamePhoto(in Prints other, int bits) =>
        Photo != 0 && other.Photo != 0 && IsPerceptual == other.IsPerceptual
        && (IsPerceptual ? BitOperations.PopCount(Photo ^ other.Photo) <= bits : Photo == other.Photo);

    private static ulong SpotOf(GeoPoint at, double accuracy)
    {
        var hash = Mix(Mix(Offset, BitConverter.DoubleToUInt64Bits(at.Lat)), BitConverter.DoubleToUInt64Bits(at.Lon));
        return Mix(hash, BitConverter.DoubleToUInt64Bits(accuracy)) | 1;
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        for (var shift = 0; shift < 64; shift += 8)
        {
            hash = (hash ^ ((value >> shift) & 0xFF)) * Prime;
        }

        return hash;
    }

    /// <summary>The same in every run: it is stored.</summary>
    private static ulong Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        var hash = Offset;
        foreach (var c in text)
        {
            hash = (hash ^ c) * Prime;
        }

        return hash | 1;
    }
}
