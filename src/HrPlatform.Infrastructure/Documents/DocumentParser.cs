using HrPlatform.Application.Documents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>
/// Chooses the parser of the format and puts the guards around it that are the same for all: the time limit, a thread with a
/// stack large enough for what the nesting limits allow, and one exception type for whatever a library throws.
/// </summary>
internal sealed class DocumentParser(
    IEnumerable<IFormatParser> parsers,
    IOptions<DocumentParsingOptions> options,
    TimeProvider timeProvider,
    ILogger<DocumentParser> logger
) : IDocumentParser
{
    /// <summary>Reserved address space, not memory: pages are only committed when recursion reaches them.</summary>
    private const int StackBytes = 64 * 1024 * 1024;

    private readonly Dictionary<DocumentFileFormat, IFormatParser> parsers = parsers.ToDictionary(parser =>
        parser.Format
    );

    public async Task<ParsedDocument> ParseAsync(DocumentSource source, CancellationToken cancellationToken)
    {
        var parser = parsers[source.Format];
        using var timeout = new CancellationTokenSource(options.Value.Timeout, timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var completion = new TaskCompletionSource<ParsedDocument>(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = stop.Token;
        var thread = new Thread(() => Run(parser, source, completion, token), StackBytes)
        {
            IsBackground = true,
            Name = $"Document parser ({source.Format})",
        };
        thread.Start();

        try
        {
            // The libraries look at the token only between pages and elements. The caller does not wait for that; the thread
            // ends at its next look.
            return await completion.Task.WaitAsync(token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DocumentParseException(
                DocumentParseFailure.TimedOut,
                $"Reading the file took longer than {options.Value.Timeout.TotalSeconds:0} seconds. Split it into smaller files."
            );
        }
    }

    private void Run(
        IFormatParser parser,
        DocumentSource source,
        TaskCompletionSource<ParsedDocument> completion,
        CancellationToken cancellationToken
    )
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            completion.SetResult(parser.Parse(source, cancellationToken));
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            completion.SetCanceled(exception.CancellationToken);
        }
        catch (DocumentParseException exception)
        {
            completion.SetException(exception);
        }
        catch (Exception exception)
        {
            // Libraries throw all sorts of exceptions on damaged files; a thread must let none of them escape.
            logger.LogInformation(exception, "A {Format} file could not be read.", source.Format);
            completion.SetException(
                new DocumentParseException(
                    DocumentParseFailure.Malformed,
                    $"The file could not be read as {source.Format.DisplayName()}: it is damaged or incomplete.",
                    exception
                )
            );
        }
    }
}
