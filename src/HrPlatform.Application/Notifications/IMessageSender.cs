namespace HrPlatform.Application.Notifications;

/// <summary>A message to one person.</summary>
/// <param name="Text">Plain text. It may hold links that are as good as a password: nobody logs it.</param>
public sealed record Message(string To, string ToName, string Subject, string Text)
{
    /// <summary>Says to whom, never what.</summary>
    public override string ToString() => $"message to {To}";
}

/// <summary>Hands messages over for delivery.</summary>
public interface IMessageSender
{
    /// <summary>Returns when the message is safe with whoever delivers it, which need not have happened yet.</summary>
    Task SendAsync(Message message, CancellationToken cancellationToken);
}
