using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Documents;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Documents;

/// <summary>Changes a document's title or tags (merge patch). The file changes by a new version only.</summary>
/// <param name="ExpectedVersion">From <c>If-Match</c>; null changes whatever version is there.</param>
[RequiresScope(Scopes.DocumentsWrite)]
public sealed record UpdateDocument(
    DocumentId Id,
    Optional<string> Title,
    Optional<IReadOnlyList<string>> Tags,
    long? ExpectedVersion
) : ICommand<DocumentView>;

internal sealed class UpdateDocumentValidator : AbstractValidator<UpdateDocument>
{
    public UpdateDocumentValidator()
    {
        RuleFor(command => command.Title.Value)
            .NotEmpty()
            .MaximumLength(300)
            .When(command => command.Title.IsPresent)
            .OverridePropertyName("title");
        RuleFor(command => command.Tags.Value)
            .Must(tags => tags is null || (tags.Count <= 20 && tags.All(tag => tag.Length is > 0 and <= 50)))
            .WithMessage("At most 20 tags of 1 to 50 characters.")
            .WithErrorCode("invalid-tags")
            .OverridePropertyName("tags");
    }
}

internal sealed class UpdateDocumentHandler(IHrDbContext db, IDocumentReader reader)
    : IRequestHandler<UpdateDocument, DocumentView>
{
    public async Task<DocumentView> Handle(UpdateDocument request, CancellationToken cancellationToken)
    {
        await reader.LockAsync(request.Id, cancellationToken);
        var document =
            await db.Set<Document>().FirstOrDefaultAsync(row => row.Id == request.Id, cancellationToken)
            ?? throw ProblemException.NotFound("document of this id");
        if (request.ExpectedVersion is { } expected && expected != document.Version)
            throw new ProblemException(
                ProblemCatalog.PreconditionFailed,
                "The document has changed since it was read."
            );
        document.Describe(request.Title.Or(document.Title)!, request.Tags.Or(document.Tags) ?? []);
        await db.SaveChangesAsync(cancellationToken);
        return (await reader.FindAsync(request.Id, cancellationToken))!;
    }
}
