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
