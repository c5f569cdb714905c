namespace LtcActors.Journal.Postgres;

/// <summary>Another process holds the lease, or may: this one can write nothing more.</summary>
public sealed class LeaseLostException(string message) : Exception(message);
