using HrPlatform.Domain.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>Typed ids are stored as UUIDs.</summary>
internal static class TypedIdConversions
{
    private static readonly IReadOnlyList<Type> _ids =
    [
        .. typeof(ITypedId)
            .Assembly.GetTypes()
            .Where(type => type.IsValueType && typeof(ITypedId).IsAssignableFrom(type)),
    ];

    public static void Apply(ModelConfigurationBuilder configuration)
    {
        foreach (var id in _ids)
            configuration.Properties(id).HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(id));
    }

    private sealed class TypedIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => From(value))
        where TId : struct, ITypedId<TId>
    {
        private static TId From(Guid value) => TId.From(value);
    }
}
