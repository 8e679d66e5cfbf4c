using System.Collections.Frozen;
using HrPlatform.Application.Identity;

namespace HrPlatform.Api.Identity;

/// <summary>What scopes allow, as users read it when they are asked to consent.</summary>
internal static class ScopeTexts
{
    private static readonly FrozenDictionary<string, string> _french = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        [Scopes.EmployeesRead] = "Lire les employés, les services, les postes et les compétences.",
        [Scopes.EmployeesWrite] = "Créer, modifier, supprimer et restaurer des employés.",
        [Scopes.PersonalRead] = "Voir la date de naissance, le genre et le numéro de téléphone.",
        [Scopes.CompensationRead] = "Voir les salaires et les chiffres qui en sont tirés.",
        [Scopes.CompensationWrite] = "Modifier les salaires.",
        [Scopes.HistoryRead] = "Voir le parcours et les états passés ou futurs.",
        [Scopes.OrganizationWrite] = "Modifier les services, les postes, les compétences et les champs personnalisés.",
        [Scopes.DocumentsRead] = "Lire et rechercher des documents.",
        [Scopes.DocumentsWrite] = "Téléverser et supprimer des documents.",
        [Scopes.AgentsUse] = "Interroger les agents.",
        [Scopes.ImportsWrite] = "Lancer des imports.",
        [Scopes.ExportsRead] = "Lancer des exports et télécharger leurs fichiers.",
        [Scopes.KeysManage] = "Créer, renouveler et révoquer des clés d'API.",
        [Scopes.UsersManage] = "Inviter des utilisateurs, leur donner des rôles, terminer leurs sessions.",
        [Scopes.ClientsManage] = "Enregistrer des applications.",
        [Scopes.IdentityProvidersManage] = "Décider quels autres émetteurs sont acceptés.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(string scope, string language) =>
        language == "fr" && _french.TryGetValue(scope, out var french)
            ? french
            : Scopes.Descriptions.GetValueOrDefault(scope, scope);
}
