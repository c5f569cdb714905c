using System.Net;
using LtcActors.Journal.Postgres;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.EndToEnd;
using LtcActors.Silo.Tests.Http;

namespace LtcActors.Silo.Tests.Access;

/// <summary>Two silos on one database, and nothing in between that keeps a browser at one of them.</summary>
[Collection(ServerCollection.Name)]
public sealed class OidcSilosTests(ServerFixture server)
{
    [Fact]
    public async Task A_sign_in_that_began_at_one_silo_ends_at_another_and_the_session_holds_at_both()
    {
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        var clock = new ManualClock();
        await using var provider = await OidcProvider.StartAsync(clock);
        var options = new SiloOptions
        {
            Urls = "http://127.0.0.1:0", Store = SiloOptions.Postgres, Connection = connection,
            Oidc = new() { Authority = provider.Address, ClientId = OidcProvider.ClientId, Secret = OidcProvider.Secret },
        };
        var journal = new FakeSupervision();
        SiloFixture one = new(clock) { Engine = journal, Options = options }, two = new(clock) { Engine = journal, Options = options };
        try
        {
            // At the same instant, on a database that has no key yet.
            await Task.WhenAll(Task.Run(one.InitializeAsync), Task.Run(two.InitializeAsync));
            using var keys = new ProtectionKeys(connection);
            Assert.Single(keys.All());
            Assert.All([one, two], silo => Assert.False(Directory.Exists(Path.Combine(silo.Data, OidcSignIn.KeysFolder))));

            using var administrator = await Person.AdministratorAsync(one);
            await administrator.PostAsync("/v1/accounts", new { name = "li", role = "officer", districts = new[] { Person.Own } });
            await administrator.PostAsync("/v1/accounts/li/link", new { externalId = provider.Subject });
            // Whoever signs in there has it read what the desk has kept.
            using (await Person.AdministratorAsync(two))
            {
            }

            var browser = new Browser(one);
            var back = await browser.LeaveAsync("/alerts");
            browser.Silo = two;
            using var answer = await browser.GetAsync(back.PathAndQuery);
            Assert.Equal("/alerts", answer.Headers.Location!.OriginalString);
            using (await Person.AdministratorAsync(one))
            {
            }

            foreach (var silo in new[] { two, one })
            {
                browser.Silo = silo;
                using var who = await browser.GetAsync("/api/session");
                Assert.Equal((HttpStatusCode.OK, "li"), (who.StatusCode, (await SiloFixture.JsonAsync(who)).GetProperty("user").GetString()));
            }
        }
        finally
        {
            await one.DisposeAsync();
            await two.DisposeAsync();
        }
    }
}
