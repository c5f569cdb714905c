namespace LtcActors.Simulator;
public static class SelfCheck { public static IReadOnlyList<string> Run(City city) { _ = city; return []; } }
