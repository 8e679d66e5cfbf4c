using HrPlatform.Application.Documents;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Application.Search;
using HrPlatform.Infrastructure.Ai.LocalEmbeddings;
using HrPlatform.Infrastructure.Documents;
using HrPlatform.Infrastructure.Persistence;
using HrPlatform.Infrastructure.Persistence.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Search;

internal static class DocumentsAndSearchServices
{
    public static void AddDocumentsAndSearch(this IServiceCollection services)
    {
        services.AddLocalEmbeddings();
        services.AddDocumentParsing();
        services.AddSingleton(provider => new DocumentChunker(
            provider.GetRequiredService<ITokenCounter>(),
            new ChunkingOptions()
        ));
        services.AddScoped<DocumentProcessor>();
        services.AddScoped<IDocumentReader, DocumentReader>();
        services.AddScoped<IChunkStore, ChunkStore>();
        services.AddScoped<ISearchIndex, SearchIndex>();
        services.AddScoped<IEmployeeProfileStore, EmployeeProfileStore>();
        services.AddScoped<ICommitHook, ProfileRefresh>();
        services.AddSingleton<ProfileRefreshSlots>();
        services.AddJobHandler<ProcessDocumentHandler>(
            new JobKind(DocumentProcessor.JobKind, Scopes.DocumentsRead, Scopes.DocumentsWrite)
        );
        services.AddJobHandler<EmployeeProfileIndexer>(
            new JobKind(EmployeeProfileIndexer.JobKind, Scopes.EmployeesRead, Scopes.EmployeesWrite)
            {
                IsBackground = true,
            }
        );
    }
}
