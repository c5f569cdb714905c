using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Http;

namespace LtcActors.Silo.Tests.Access;

/// <summary>Whose an entity is to a caller of institutions: the arrangements' of a person, the employers' and the persons' of a caregiver.</summary>
public sealed class SightTests
{
    private readonly FakeSupervision engine = new();

    public SightTests()
    {
        engine.Views[ActorId.Person("P-1")] = new { districtCode = "120101", arrangements = new[] { new { institutionId = "I-1" }, new { institutionId = "I-2" } } };
        engine.Views[ActorId.Person("P-2")] = new { districtCode = "120101", arrangements = Array.Empty<object>() };
        engine.Views[ActorId.Person("P-3")] = new { arrangements = new[] { new { institutionId = "I-1" } } };
        foreach (var (house, district) in new[] { ("I-1", "120101"), ("I-2", "120101"), ("I-3", "120102") })
        {
            engine.Views[ActorId.Institution(house)] = new { districtCode = district };
        }

        engine.Views[ActorId.Caregiver("employed")] = new { employments = new[] { new { institutionId = "I-3" }, new { institutionId = "I-2" } } };
        engine.Views[ActorId.Caregiver("serves")] = new { employments = new[] { new { institutionId = "I-3" } }, clients = new[] { new { personId = "P-1" } } };
        engine.Views[ActorId.Caregiver("bound")] = new { boundTo = new[] { new { personId = "P-1" } } };
    }

    [Theory]
    [InlineData("P-1", "", "I-1", true)]
    [InlineData("P-1", "", "I-2", true)]
    [InlineData("P-1", "", "I-3", false)]
    [InlineData("P-1", "120101", "I-2", true)]
    [InlineData("P-1", "120102", "I-2", false)]
    [InlineData("P-2", "", "I-1", false)]
    [InlineData("P-2", "120101", "", true)]
    [InlineData("P-3", "", "I-1", true)]
    [InlineData("P-3", "120101", "I-1", false)]
    public async Task A_person_is_of_each_institution_that_was_arranged_and_a_binding_is_its_persons(string id, string district, string institution, bool sees)
    {
        Assert.Equal(sees, await SeesAsync(ActorId.Person(id), district, institution));
        Assert.Equal(sees, await SeesAsync(ActorId.Binding(id), district, institution));
    }

    [Theory]
    [InlineData("employed", "", "I-2", true)]
    [InlineData("employed", "", "I-1", false)]
    [InlineData("employed", "120102", "I-2", false)]
    [InlineData("serves", "", "I-1", true)]
    [InlineData("serves", "120101", "I-2", true)]
    [InlineData("serves", "120102", "I-3", true)]
    [InlineData("bound", "", "I-2", true)]
    [InlineData("bound", "", "I-3", false)]
    [InlineData("nobody", "", "I-1", false)]
    public async Task A_caregiver_is_of_each_institution_that_employs_and_of_those_of_everybody_served_or_bound(string id, string district, string institution, bool sees) =>
        Assert.Equal(sees, await SeesAsync(ActorId.Caregiver(id), district, institution));

    [Theory]
    [InlineData("I-1", "", "I-1", true)]
    [InlineData("I-2", "", "I-1", false)]
    [InlineData("I-1", "120102", "I-1", false)]
    public async Task An_institution_is_its_own(string id, string district, string institution, bool sees) =>
        Assert.Equal(sees, await SeesAsync(ActorId.Institution(id), district, institution));

    [Theory]
    [InlineData("ltc.person.died", ActorKind.Person)]
    [InlineData("ltc.visit.tracked", ActorKind.Person)]
    [InlineData("ltc.claim.submitted", ActorKind.Person)]
    [InlineData("ltc.assessment.applied", ActorKind.Person)]
    [InlineData("ltc.kinship.recorded", ActorKind.Person)]
    [InlineData("ltc.welfare.reported", ActorKind.Person)]
    [InlineData("ltc.quality.scored", ActorKind.Person)]
    [InlineData("ltc.beacon.installed", ActorKind.Person)]
    [InlineData("ltc.caregiver.tracked", ActorKind.Caregiver)]
    [InlineData("ltc.institution.accepted", ActorKind.Institution)]
    [InlineData("ltc.device.registered", null)]
    [InlineData("ltc.account.used", null)]
    [InlineData("ltc.event.withdrawn", null)]
    [InlineData("ltc.unheard.of", null)]
    public void An_event_is_about_whom_the_contract_says(string type, ActorKind? kind) => Assert.Equal(kind, Sight.SubjectOf(type, "X")?.Kind);

    [Fact]
    public async Task A_report_about_ones_own_person_is_ones_own_to_read()
    {
        var look = new Sight(engine).Of(Scope.Of([], ["I-1"]));
        Assert.True(await look.SeesAsync(JsonElement.Parse("""{"type":"ltc.welfare.reported","subject":"P-1"}""")));
        Assert.False(await look.SeesAsync(JsonElement.Parse("""{"type":"ltc.welfare.reported","subject":"P-2"}""")));
    }

    private async Task<bool> SeesAsync(ActorId id, string district, string institution) =>
        await new Sight(engine).SeesAsync(Scope.Of(district.Length == 0 ? [] : [district], institution.Length == 0 ? [] : [institution]), id);
}
