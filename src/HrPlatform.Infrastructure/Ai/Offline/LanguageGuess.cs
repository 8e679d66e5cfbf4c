using System.Buffers;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>Tells English from French by the small words that each text cannot do without.</summary>
internal static class LanguageGuess
{
    public const string English = "en";
    public const string French = "fr";

    private static readonly SearchValues<char> Accented = SearchValues.Create("éèêàçùôîâëï");

    private static readonly HashSet<string> EnglishWords = Set(
        """
        the of and to in is are was were do does did have has how many much who what which where when why with for from by our
        my your their his her we they you i it this that these those not all any some give show list tell me per each every
        more than less most least can could should would will at on an be been people employees average salary know knows
        skills department after before since hired years
        """
    );

    private static readonly HashSet<string> FrenchWords = Set(
        """
        le la les un une des du de et en est sont etait dans pour par sur avec sans qui que quoi quel quelle quels quelles combien
        comment quand pourquoi ou nous vous ils elles il elle je tu mon ma mes notre nos votre vos leur leurs son sa ses ce cet
        cette ces ne pas plus moins tous toutes tout chaque aux au d l qu y ont avons avez ai as peut peux donne donnez montre liste
        salaire salaires moyen moyenne employes salarie personnes competences maitrise connait formation formations
        depuis avant apres ans annees effectif effectifs ecart ecarts embauches repartition hommes femmes departement departements
        competences poste postes anciennete remuneration moyens recrutements recommandations domaine
        """
    );

    /// <summary>The language of a text; <paramref name="fallback"/> when neither shows.</summary>
    public static string Of(IReadOnlyList<Token> tokens, string fallback)
    {
        var english = 0;
        var french = 0;
        foreach (var token in tokens)
        {
            if (EnglishWords.Contains(token.Norm))
                english++;
            if (FrenchWords.Contains(token.Norm))
                french++;
            // An accent inside the sentence tells French only outside of names.
            if (
                token.Text.AsSpan().IndexOfAny(Accented) >= 0
                && (char.IsLower(token.Text[0]) || FrenchWords.Contains(token.Norm))
            )
                french++;
        }
        return english == french ? fallback
            : english > french ? English
            : French;
    }

    private static HashSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
