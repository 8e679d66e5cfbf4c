namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>
/// Words that handbooks and the people who read them use for the same things, in English and French: whoever asks about
/// a "boss" means the text about managers.
/// </summary>
internal static class Thesaurus
{
    // One subject a line: English words | French words.
    private const string Table = """
        leave vacation holiday pto absence | congé vacances absence
        sick sickness illness ill unwell flu cold disease fever | maladie malade arrêt fièvre
        doctor physician medical medicine health healthcare | médecin médical santé
        insurance insured cover coverage plan premium mutual | assurance mutuelle prévoyance couverture
        boss manager supervisor lead superior founder chief | responsable manager chef supérieur
        colleague coworker teammate peer | collègue
        employee staff worker | salarié employé collaborateur
        pay salary wage compensation remuneration paid earning | salaire paie rémunération payé
        money amount cash sum allowance | argent montant somme indemnité
        raise increase increment | augmentation hausse
        refund reimburse reimbursement repay back | remboursement rembourser
        receipt slip invoice bill ticket | justificatif facture reçu ticket
        expense cost spending | frais dépense
        car vehicle drive drove driving mileage mile kilometre | voiture véhicule kilomètre trajet
        train rail transit commute pass | train transport navigo abonnement
        bicycle bike cycling cycle | vélo bicyclette
        flight plane fly airline | avion vol
        hotel accommodation lodging room | hôtel hébergement
        trip travel journey | voyage déplacement
        quit resign leave notice departure resignation leaver | démission départ quitter préavis
        dismiss fire fired terminate termination sack layoff discharge | licenciement licencier renvoyer
        notice warning period advance ahead early beforehand | préavis délai avance
        bully bullying harass harassment mobbing discrimination intimidate | harcèlement harceler discrimination
        retaliation punish punished revenge penalty sanction disciplinary discipline | représailles sanction punir
        complaint complain grievance report | plainte réclamation signaler
        grandmother grandfather grandparent mother father parent relative family bereavement death died die funeral deceased | décès deuil famille obsèques
        wife husband spouse partner girlfriend boyfriend marriage wedding | conjoint époux mari femme partenaire mariage
        child kid son daughter baby newborn children infant | enfant fils fille bébé nouveau-né
        childcare nursery kindergarten daycare creche | crèche garderie
        pregnancy pregnant maternity birth childbirth | grossesse maternité enceinte naissance
        parental paternity parent adoption | parental paternité adoption
        jury juror court witness trial summons | juré tribunal témoin
        learn learning study studying studies training course education degree school master tuition | formation étude cours apprendre diplôme
        conference event talk speak speaker speaking | conférence événement intervenant
        budget fund | budget
        bonus premium reward incentive | prime bonus récompense
        referral refer recommend cooptation | cooptation recommandation parrainage
        equity stock share option vest vesting grant | action actions option capital
        pension retirement retire retired | retraite pension
        match contribute contribution share | cotisation contribution part
        remote home telework abroad distance elsewhere | télétravail distance étranger domicile
        office workplace desk site building | bureau lieu locaux
        email mail mailbox message chat inbox courriel | courriel mail message
        read monitor access watch look | lire surveiller accéder
        privacy private personal confidential data | données confidentialité personnel vie
        password passphrase login credential | mot passe
        phishing link suspicious fishy virus malware | hameçonnage lien suspect
        alcohol wine beer drink glass drunk | alcool vin bière boire
        drug cannabis substance | drogue
        gift present gratuity | cadeau
        supplier vendor | fournisseur
        customer client | client
        dress clothes clothing attire | tenue vêtement
        dog pet animal cat | chien animal
        date start begin beginning starting join joining | début commencer date
        hire hired recruit recruiting recruitment hiring applicant candidate interview apply application | recrutement candidat entretien postuler embauche
        offer proposal contract agreement | offre contrat
        probation trial introductory | essai probation
        overtime extra | supplémentaire
        call standby duty | astreinte
        part-time reduced four-day hours permanent permanently | temps partiel réduit
        weekend saturday sunday | week-end samedi dimanche
        christmas xmas closed observed closure public | noël fermé férié
        sabbatical break | sabbatique pause
        stay keep remain | rester garder
        carry carryover unused accrue save roll rollover | report reporter
        limit maximum cap most longest | limite maximum plafond
        store keep retain retention kept | conserver conservation
        relationship love dating romance | relation amour
        transfer mobility move internal department change | mobilité mutation changer
        performance underperform review appraisal evaluation | performance évaluation
        stage step phase round process procedure | étape processus procédure
        laptop computer device equipment | ordinateur matériel équipement
        meal lunch food restaurant | repas déjeuner restaurant
        internet phone telephone | internet téléphone
        """;

    private static readonly Dictionary<string, List<int>> SubjectsOfRoot = [];
    private static readonly List<string> EnglishNames = [];

    static Thesaurus()
    {
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var subject = EnglishNames.Count;
            EnglishNames.Add(line.Split(' ')[0]);
            foreach (var word in line.Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries))
            {
                var root = Roots.Of(Tokenizer.Normalize(word));
                if (!SubjectsOfRoot.TryGetValue(root, out var subjects))
                    SubjectsOfRoot.Add(root, subjects = []);
                if (!subjects.Contains(subject))
                    subjects.Add(subject);
            }
        }
    }

    /// <summary>The subjects that a word belongs to.</summary>
    public static IReadOnlyList<int> SubjectsOf(string root) =>
        SubjectsOfRoot.TryGetValue(root, out var subjects) ? subjects : [];

    /// <summary>The subjects of a question as English words; null when none is known.</summary>
    public static string? InEnglish(string question)
    {
        var words = Roots
            .In(question)
            .SelectMany(SubjectsOf)
            .Select(subject => EnglishNames[subject])
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return words.Count == 0 ? null : string.Join(' ', words);
    }
}

/// <summary>Words without their endings, so that "studies" and "studying" meet; for comparing, not for showing.</summary>
internal static class Roots
{
    private static readonly string[] Endings =
    [
        "ational",
        "ations",
        "ation",
        "ings",
        "ing",
        "ies",
        "ied",
        "edly",
        "ed",
        "es",
        "s",
        "ly",
        "e",
        "y",
    ];

    // Words that no subject of a question is made of.
    private static readonly HashSet<string> Small = new(
        """
        a an the is are was were be been do does did have has had my me we our us you your he she it its they them their this
        that these those to of in on at for from by with without as and or not no if then than so will would can could may might
        must should shall what which who whom whose when where why how many much long often soon far big one ones get got give
        given take taken make made go goes going need want tell told ask asked like some any every each all same other another
        please about into up out off over after before during while until still also just only very more most less least there
        here don really yes day days week weeks month months year years hour hours time times company firm employee employees
        something anything somebody anybody
        la le les un une des du de et en est ce que qui quel quelle quels quelles je mon ma mes au aux par pour sur avec se son sa
        ai ils nous vous combien dois doit puis peut jusqu il elle sont etre recois recevoir faire fait quand comment quoi dans
        lui leur cette cet ces jour jours semaine mois annee heure entreprise est-ce salarie employe
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal
    );

    public static string Of(string norm)
    {
        foreach (var ending in Endings)
        {
            if (norm.EndsWith(ending, StringComparison.Ordinal) && norm.Length - ending.Length >= 3)
                return norm[..^ending.Length];
        }
        return norm;
    }

    /// <summary>The roots of the words that carry meaning, each once, in order.</summary>
    public static List<string> In(string text)
    {
        var roots = new List<string>();
        foreach (var token in Tokenizer.Tokenize(text))
        {
            if (token.Norm.Length < 3 || Small.Contains(token.Norm) || token.Number is not null)
                continue;
            var root = Of(token.Norm);
            if (!roots.Contains(root))
                roots.Add(root);
        }
        return roots;
    }

    /// <summary>Two roots of the same word: equal, or alike in their first five letters.</summary>
    public static bool Alike(string a, string b) =>
        a.Length >= 5 && b.Length >= 5
            ? a.AsSpan(0, 5).SequenceEqual(b.AsSpan(0, 5))
            : string.Equals(a, b, StringComparison.Ordinal);
}
