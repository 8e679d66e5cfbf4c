using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Refit;

namespace HrPlatform.Sdk;

/// <summary>How values and errors travel: shared by all generated interfaces.</summary>
internal static class Wire
{
    public static JsonSerializerOptions Json { get; } = CreateJson();

    public static RefitSettings Settings { get; } =
        new(new ContentSerializer(Json), new QueryFormatter())
        {
            CollectionFormat = CollectionFormat.Multi,
            ExceptionFactory = ErrorReader.ReadAsync,
            DeserializationExceptionFactory = static (response, exception) =>
                ValueTask.FromResult<Exception?>(ErrorReader.Unreadable(response, exception)),
            TransportExceptionFactory = static (request, exception, cancellation) =>
                cancellation.IsCancellationRequested || exception is HrException
                    ? exception
                    : new HrConnectionException(
                        $"{request.Method} {request.RequestUri?.GetLeftPart(UriPartial.Path)} got no answer: {exception.Message}",
                        exception
                    ),
        };

    private static JsonSerializerOptions CreateJson()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        // `required` binds those who make requests; an answer that holds only some fields (`fields=…`) is still readable.
        resolver.Modifiers.Add(static type =>
        {
            foreach (var property in type.Properties)
                property.IsRequired = false;
        });
        return new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = resolver,
            NumberHandling = JsonNumberHandling.Strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
    }

    /// <summary>Keeps the ETag with what was read.</summary>
    private sealed class ContentSerializer(JsonSerializerOptions json) : IHttpContentSerializer
    {
        private readonly SystemTextJsonContentSerializer _inner = new(json);

        public HttpContent ToHttpContent<T>(T item) => _inner.ToHttpContent(item);

        public async Task<T?> FromHttpContentAsync<T>(
            HttpContent content,
            CancellationToken cancellationToken = default
        )
        {
            var value = await _inner.FromHttpContentAsync<T>(content, cancellationToken).ConfigureAwait(false);
            if (value is HrResource resource && content.Headers.TryGetValues(ETagHandler.Carrier, out var tags))
                resource.ETag = tags.FirstOrDefault();
            return value;
        }

        public string? GetFieldNameForProperty(PropertyInfo propertyInfo) =>
            _inner.GetFieldNameForProperty(propertyInfo);
    }

    /// <summary>Days and instants in the forms that the API reads, whatever the culture.</summary>
    private sealed class QueryFormatter : DefaultUrlParameterFormatter
    {
        public override string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type) =>
            value switch
            {
                DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                DateTimeOffset instant => instant.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                bool flag => flag ? "true" : "false",
                _ => base.Format(value, attributeProvider, type),
            };
    }
}
