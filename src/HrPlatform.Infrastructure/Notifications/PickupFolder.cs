using HrPlatform.Application.Notifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using MimeKit;

namespace HrPlatform.Infrastructure.Notifications;

/// <summary>
/// Messages as files that a mail server picks up, or that a developer reads: in <c>Messages:Folder</c>, relative to the
/// content root; <c>.data/messages</c> when not configured. Only the owner may read them.
/// </summary>
internal sealed class PickupFolder(IConfiguration configuration, IHostEnvironment environment, TimeProvider clock)
    : IMessageSender
{
    private readonly string _folder = Path.GetFullPath(
        configuration["Messages:Folder"] ?? ".data/messages",
        environment.ContentRootPath
    );
    private readonly MailboxAddress _from = MailboxAddress.Parse(
        configuration["Messages:From"] ?? "HrPlatform <no-reply@hrplatform.invalid>"
    );

    public async Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        using var mail = new MimeMessage
        {
            Subject = message.Subject,
            Date = now,
            Body = new TextPart("plain") { Text = message.Text },
        };
        mail.From.Add(_from);
        mail.To.Add(new MailboxAddress(message.ToName, message.To));

        Directory.CreateDirectory(_folder);
        var name = Path.Combine(_folder, $"{Guid.CreateVersion7(now):n}.eml");
        // Under another name first: whoever picks messages up never finds half of one.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(name + ".new", options))
            await mail.WriteToAsync(file, cancellationToken);
        File.Move(name + ".new", name);
    }
}
