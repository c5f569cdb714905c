namespace LtcActors.Simulator;

public sealed record Institution(string Id, string Name, District District, Position Position);

/// <param name="InstitutionId">Null for a family caregiver.</param>
/// <param name="DeviceId">The caregiver's own telephone.</param>
/// <param name="Hired">First day of the contract, or of the registration.</param>
public sealed record Caregiver(
    string Id, string Name, bool IsFamily, string? InstitutionId, string DeviceId, DateOnly Hired, string IdNumber);

/// <param name="InstitutionId">Of the first arrangement.</param>
/// <param name="IsResident">In care at the institution; at home otherwise.</param>
/// <param name="Since">First day of the first arrangement.</param>
public sealed record Person(
    string Id, string Name, District District, Position Home, string InstitutionId, bool IsResident, DateOnly Since);

/// <summary>What a visit was in the end, as the ground truth and later claims speak of it.</summary>
public sealed record Visit(
    string Id, Person Person, Caregiver Caregiver, string? InstitutionId, DateTimeOffset In, DateTimeOffset? Out,
    IReadOnlyList<CityEvent> Events);

internal static class Names
{
    private const string Surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余";
    private const string Given = "秀兰桂英玉珍淑华建国志强文明春梅德福永康瑞芳宝泉庆丰惠敏连生雅琴树森凤霞长青素云福安";
    private const string Brands = "安和康宁颐年福泽仁爱松鹤静安怡养瑞祥慈佑晚晴春晖乐龄同济永寿";

    public static string Person(Rng rng)
    {
        var name = $"{Surnames[rng.Int(0, Surnames.Length - 1)]}{Given[rng.Int(0, Given.Length - 1)]}";
        return rng.Chance(0.8) ? name + Given[rng.Int(0, Given.Length - 1)] : name;
    }

    public static string Institution(Rng rng, District district, bool residence)
    {
        var brand = rng.Int(0, Brands.Length / 2 - 1) * 2;
        return $"{district.Name}{Brands.Substring(brand, 2)}{(residence ? "养护院" : "护理站")}";
    }
}
