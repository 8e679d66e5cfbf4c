using HrPlatform.Application.Identity.Users;
using HrPlatform.Application.Notifications;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity.Users;

/// <inheritdoc cref="IUserMessages"/>
internal sealed class UserMessages(IPlatformSql sql, AccountLinks links, PublicAddress address, IMessageSender sender)
    : IUserMessages
{
    public async Task SendInvitationAsync(UserId user, string? language, CancellationToken cancellationToken)
    {
        var to = await FindAsync(user, renewStamp: true, cancellationToken);
        var link = address.Of(
            $"/account/{to.Segment}/invitation?code={links.Create(AccountLinkPurpose.Invitation, user, to.Stamp)}"
        );
        await sender.SendAsync(
            (language ?? to.Language) == "fr"
                ? new Message(
                    to.Email,
                    to.Name,
                    $"{to.Tenant} vous invite",
                    $"""
                    Bonjour {to.Name},

                    {to.Tenant} vous invite à utiliser HrPlatform. Choisissez votre mot de passe ici :

                    {link}

                    Le lien est valable sept jours et ne fonctionne qu'une fois. Si vous n'attendiez pas ce message,
                    ignorez-le.
                    """
                )
                : new Message(
                    to.Email,
                    to.Name,
                    $"{to.Tenant} invites you",
                    $"""
                    Hello {to.Name},

                    {to.Tenant} invites you to use HrPlatform. Choose your password here:

                    {link}

                    The link is good for seven days and works once. If you did not expect this message, ignore it.
                    """
                ),
            cancellationToken
        );
    }

    /// <summary>To choose a new password.</summary>
    public async Task SendPasswordResetAsync(UserId user, string language, CancellationToken cancellationToken)
    {
        var to = await FindAsync(user, renewStamp: false, cancellationToken);
        var link = address.Of(
            $"/account/{to.Segment}/reset?code={links.Create(AccountLinkPurpose.PasswordReset, user, to.Stamp)}"
        );
        await sender.SendAsync(
            language == "fr"
                ? new Message(
                    to.Email,
                    to.Name,
                    "Nouveau mot de passe",
                    $"""
                    Bonjour {to.Name},

                    Choisissez ici un nouveau mot de passe pour {to.Tenant} :

                    {link}

                    Le lien est valable une heure et ne fonctionne qu'une fois. Si vous n'avez rien demandé, ignorez ce
                    message : rien n'a changé.
                    """
                )
                : new Message(
                    to.Email,
                    to.Name,
                    "Your new password",
                    $"""
                    Hello {to.Name},

                    Choose a new password for {to.Tenant} here:

                    {link}

                    The link is good for one hour and works once. If you did not ask for it, ignore this message: nothing
                    has changed.
                    """
                ),
            cancellationToken
        );
    }

    // A new stamp ends the links that were sent before. A session's cookie holds it too, but who is invited has none.
    private Task<Addressee> FindAsync(UserId user, bool renewStamp, CancellationToken cancellationToken) =>
        sql.ReadAsync(
            new NpgsqlBatchCommand(
                renewStamp
                    ? """
                    UPDATE users u SET security_stamp = gen_random_uuid()::text FROM tenants t
                    WHERE u.id = $1 AND t.id = u.tenant_id
                    RETURNING u.email, u.name, u.security_stamp, t.slug, t.name, t.language, u.environment
                    """
                    : """
                    SELECT u.email, u.name, u.security_stamp, t.slug, t.name, t.language, u.environment
                    FROM users u JOIN tenants t ON t.id = u.tenant_id WHERE u.id = $1
                    """
            )
            {
                Parameters = { new NpgsqlParameter<Guid> { TypedValue = user.Value } },
            },
            async (reader, token) =>
            {
                if (!await reader.ReadAsync(token))
                    throw new InvalidOperationException($"The user {user} is gone.");
                return new Addressee(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    SignInTenant.SegmentOf(reader.GetString(3), EnvironmentText.Parse(reader.GetString(6))),
                    reader.GetString(4),
                    reader.GetString(5) == "french" ? "fr" : "en"
                );
            },
            cancellationToken
        );

    private sealed record Addressee(
        string Email,
        string Name,
        string Stamp,
        string Segment,
        string Tenant,
        string Language
    );
}
