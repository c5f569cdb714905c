using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Console;

namespace LtcActors.Silo;

/// <summary>A silo that runs, in this process. Disposing stops it: connections drain first, the engine ends last.</summary>
public sealed class SiloHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private SiloHost(WebApplication app, Uri address, string? firstRunFile)
    {
        this.app = app;
        Address = address;
        FirstRunFile = firstRunFile;
    }

    public Uri Address { get; }

    /// <summary>For tests that look at what is mapped.</summary>
    internal IServiceProvider Services => app.Services;

    /// <summary>Path of <c>first-run.json</c>, when this start wrote it.</summary>
    public string? FirstRunFile { get; }

    /// <summary>Listens when it returns.</summary>
    /// <param name="logging">In place of the console, for tests.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message has one line for each fault.</exception>
    public static async Task<SiloHost> StartAsync(
        SiloOptions options, SiloParts parts, Action<ILoggingBuilder>? logging = null, CancellationToken stop = default)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems));
        }

        Hosting.LargePages.AskForHeap();
        var (book, made) = FirstRun.Open(options.Data, options.UrlList[0]);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        (logging ?? (l => Console(l, options)))(builder.Logging);
        // The framework's information has every address asked for, and a hub's may hold a token.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // It warns at every start that its keys lie in the data folder as they are, as everything there does.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.AddSilo(options, parts, book);
        var app = builder.Build();
        try
        {
            // Made now: an engine that cannot open its journal ends the start, not the first request.
            _ = app.Services.GetRequiredService<ISupervision>();
            _ = app.Services.GetRequiredService<Metrics.MetricStore>();
            OidcSignIn.Open(app.Services);
            app.UseSilo(options);
            await app.StartAsync(stop);
            var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var address = app.Services.GetRequiredService<BoundAddress>().Set(bound);
            var url = address.GetLeftPart(UriPartial.Authority);
            if (made is not null && made.Url != url)
            {
                (made with { Url = url }).Write(options.Data);
            }

            return new SiloHost(app, address, made is null ? null : Path.GetFullPath(Path.Combine(options.Data, FirstRun.Name)));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until the process is told to end (Ctrl+C, SIGTERM), or the token.</summary>
    public Task WaitForShutdownAsync(CancellationToken stop = default) => app.WaitForShutdownAsync(stop);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static void Console(ILoggingBuilder logging, SiloOptions options)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        if (options.JsonLogs)
        {
            logging.AddJsonConsole(o => o.UseUtcTimestamp = true);
            return;
        }

        logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.TimestampFormat = "HH:mm:ss ";
            o.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
