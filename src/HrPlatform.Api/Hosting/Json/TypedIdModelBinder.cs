using System.ComponentModel;
using System.Globalization;
using HrPlatform.Domain.Common;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace HrPlatform.Api.Hosting.Json;

/// <summary>Typed ids in paths and query strings; a wrong prefix is refused with the one that was expected.</summary>
internal sealed class TypedIdModelBinder<TId> : IModelBinder
    where TId : struct, ITypedId<TId>
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var text = bindingContext.ValueProvider.GetValue(bindingContext.ModelName).FirstValue;
        if (string.IsNullOrEmpty(text))
            return Task.CompletedTask;
        if (TypeId.TryParse(TId.Prefix, text, out var value))
            bindingContext.Result = ModelBindingResult.Success(TId.From(value));
        else
            bindingContext.ModelState.TryAddModelError(
                bindingContext.ModelName,
                $"Expected an id that starts with '{TId.Prefix}_'."
            );
        return Task.CompletedTask;
    }
}

/// <inheritdoc cref="TypedIdModelBinder{TId}"/>
internal sealed class TypedIdModelBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var type = context.Metadata.UnderlyingOrModelType;
        return type.IsValueType && typeof(ITypedId).IsAssignableFrom(type)
            ? (IModelBinder)Activator.CreateInstance(typeof(TypedIdModelBinder<>).MakeGenericType(type))!
            : null;
    }
}

/// <summary>
/// Tells the framework that an id is read from one string, so that it is taken from the path or the query string and
/// never looked for in the body.
/// </summary>
internal sealed class TypedIdTypeConverter : TypeConverter
{
    public static void Register()
    {
        var ids = typeof(ITypedId)
            .Assembly.GetTypes()
            .Where(type => type.IsValueType && typeof(ITypedId).IsAssignableFrom(type));
        foreach (var id in ids)
            TypeDescriptor.AddAttributes(id, new TypeConverterAttribute(typeof(TypedIdTypeConverter)));
    }

    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        throw new NotSupportedException("Ids are bound by TypedIdModelBinder.");
}
