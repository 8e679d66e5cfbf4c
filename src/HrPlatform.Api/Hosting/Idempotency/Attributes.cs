namespace HrPlatform.Api.Hosting.Idempotency;

/// <summary>
/// The commands of these operations write in the control plane, not in the tenant's schema: idempotency keys and answers
/// are kept there, in the same transaction.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ControlPlaneAttribute : Attribute;

/// <summary>
/// The answer shows a secret once: where it is stored for replays, it is sealed with the credential that asked, so that
/// nobody can read it from the database.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShowsSecretAttribute : Attribute;
