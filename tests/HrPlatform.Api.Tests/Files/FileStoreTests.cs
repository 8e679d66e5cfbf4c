using System.Security.Cryptography;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Files;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Api.Tests.Files;

public sealed class FileStoreTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_comes_back_as_it_was_stored_with_its_length_and_hash()
    {
        await using var scope = await EnterNewTenantAsync();
        var files = scope.ServiceProvider.GetRequiredService<IFileStore>();
        var content = RandomNumberGenerator.GetBytes(300_000);

        var stored = await files.SaveAsync(new MemoryStream(content), 1_000_000, Cancel);

        stored.Length.ShouldBe(content.Length);
        stored.Sha256Text.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        await using var read = await files.OpenReadAsync(stored.Id, Cancel);
        using var copy = new MemoryStream();
        await read.CopyToAsync(copy, Cancel);
        copy.ToArray().ShouldBe(content);
    }

    [Fact]
    public async Task A_file_of_another_tenant_or_a_deleted_one_is_not_found()
    {
        await using var scope = await EnterNewTenantAsync();
        await using var other = await EnterNewTenantAsync();
        var files = scope.ServiceProvider.GetRequiredService<IFileStore>();
        var stored = await files.SaveAsync(new MemoryStream([1, 2, 3]), 10, Cancel);

        var foreign = await Should.ThrowAsync<ProblemException>(() =>
            other.ServiceProvider.GetRequiredService<IFileStore>().OpenReadAsync(stored.Id, Cancel)
        );
        await files.DeleteAsync(stored.Id, Cancel);
        await files.DeleteAsync(stored.Id, Cancel);
        var deleted = await Should.ThrowAsync<ProblemException>(() => files.OpenReadAsync(stored.Id, Cancel));

        foreign.Problem.ShouldBe(ProblemCatalog.NotFound);
        deleted.Problem.ShouldBe(ProblemCatalog.NotFound);
        (await files.FindLengthAsync(stored.Id, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_is_too_long_or_not_committed_leaves_nothing()
    {
        await using var scope = await EnterNewTenantAsync();
        var files = scope.ServiceProvider.GetRequiredService<IFileStore>();

        var refused = await Should.ThrowAsync<ProblemException>(() =>
            files.SaveAsync(new MemoryStream(new byte[11]), 10, Cancel)
        );
        await using var writer = await files.CreateAsync(10, Cancel);
        await writer.Content.WriteAsync(new byte[10], Cancel);
        var id = writer.Id;

        refused.Problem.ShouldBe(ProblemCatalog.PayloadTooLarge);
        (await files.FindLengthAsync(id, Cancel)).ShouldBeNull();
    }

    private async Task<AsyncServiceScope> EnterNewTenantAsync()
    {
        var tenant = (await api.CreateTenantAsync()).Tenant;
        var place = await api
            .Services.GetRequiredService<ITenantCatalogue>()
            .FindAsync(tenant.Id, TenantEnvironment.Live, Cancel);
        var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(Caller.System(place!));
        return scope;
    }
}
