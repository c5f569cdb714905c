using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LtcActors.Domain.Policies;

namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>Commands of policy versions on their way to the conductor; nothing of it is stored.</summary>
internal static class PolicyCommandJson
{
    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Name } } };

    public static byte[] Write(PolicyCommand command) => JsonSerializer.SerializeToUtf8Bytes(command, Options);

    public static PolicyCommand Read(byte[] command) => JsonSerializer.Deserialize<PolicyCommand>(command, Options)!;

    private static void Name(JsonTypeInfo type)
    {
        if (type.Type == typeof(PolicyCommand))
        {
            type.PolymorphismOptions = new()
            {
                DerivedTypes =
                {
                    new(typeof(PolicyCommand.Draft), "draft"), new(typeof(PolicyCommand.Revise), "revise"),
                    new(typeof(PolicyCommand.Approve), "approve"), new(typeof(PolicyCommand.Reject), "reject"),
                    new(typeof(PolicyCommand.Publish), "publish"), new(typeof(PolicyCommand.Withdraw), "withdraw"),
                    new(typeof(PolicyCommand.Shadow), "shadow"), new(typeof(PolicyCommand.Unshadow), "unshadow"),
                },
            };
        }
    }
}
