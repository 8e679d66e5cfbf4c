namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>
/// Words and names of working life that mean the same in English and French, so that "gestion de projet" finds a skill
/// called "Project Management", and "RH" a department called "Human Resources".
/// </summary>
internal static class Concepts
{
    // One concept a line; single words.
    private const string WordTable = """
        human humain humaine
        resource ressource
        sale vente ventes
        commercial commerciale commerciaux
        purchase purchasing procurement achat achats
        finance financial financier financière finances
        account compte comptes
        accounting accountancy comptabilité
        accountant comptable
        marketing mercatique
        engineer ingénieur ingénieure
        engineering ingénierie
        develop development développement
        developer développeur développeuse programmer programmeur dev
        software logiciel logiciels
        production fabrication manufacturing
        research recherche
        quality qualité
        customer client clients clientèle
        service services
        success succès réussite
        support assistance soutien
        legal juridique légal
        counsel juriste conseil
        law droit
        operation operations opération opérations exploitation
        technology technologie technologies tech
        technical technique
        technician technicien technicienne
        data donnée données
        science sciences
        scientist scientifique
        analyst analyste
        analysis analytics analyse analyses
        cloud nuage
        infrastructure infra
        security sécurité sûreté
        information
        network réseau réseaux
        product produit produits
        design conception
        designer concepteur conceptrice
        executive direction dirigeant cadre
        manager gestionnaire responsable
        management gestion managing
        lead leader chef
        leadership
        director directeur directrice
        head tête
        chief
        officer responsable
        assistant assistante adjoint adjointe
        senior seniors confirmé confirmée
        junior juniors débutant débutante
        intern internship stagiaire stage
        project projet projets
        program programme programmes programming programmation
        machine automatique
        learning apprentissage
        deep profond profonde
        language langue langues languages langage
        natural naturel naturelle
        processing traitement
        statistics statistique statistiques
        visualization visualisation
        model modeling modelling modélisation modèle
        database base bases
        test testing tests
        automation automatisation automatisé automatisés
        penetration intrusion pénétration
        threat menace menaces
        incident incidents
        response réponse
        identity identité identités
        cryptography cryptographie chiffrement
        user utilisateur utilisateurs
        prototype prototyping prototypage
        accessibility accessibilité
        system systems système systèmes
        architecture
        architect architecte
        budget budgeting budgétisation budgétaire
        audit auditing
        auditor auditeur
        tax fiscal fiscale fiscalité
        planning planification plan
        treasury trésorerie
        talent talents
        acquisition recrutement recruiting recruitment
        recruiter recruteur recruteuse
        payroll paie paye
        relation relations
        benefit benefits avantage avantages
        compensation rémunération
        onboarding intégration
        negotiation négociation négocier
        pricing tarification prix
        generation génération
        copywriting rédaction
        content contenu contenus
        event événement événements évènement événementiel
        market marché
        brand marque
        contract contrat contrats
        employment travail emploi
        protection
        regulatory réglementaire
        compliance conformité
        intellectual intellectuel intellectuelle
        property propriété
        french français française
        spanish espagnol espagnole
        german allemand allemande
        portuguese portugais portugaise
        english anglais anglaise
        italian italien italienne
        dutch néerlandais
        mandarin chinois chinese
        hindi
        arabic arabe
        japanese japonais japonaise
        polish polonais polonaise
        russian russe
        public publique
        speaking parole
        mentoring mentorat tutorat
        change changement
        strategic stratégique strategy stratégie
        agile
        coaching coach accompagnement
        communication
        training formation
        teamwork équipe
        writing écriture
        monitoring supervision surveillance
        representative représentant représentante
        specialist spécialiste
        strategist stratège
        consultant consultante conseiller
        nurse infirmier infirmière
        doctor médecin
        teacher enseignant professeur
        driver chauffeur conducteur
        worker ouvrier ouvrière
        secretary secrétaire
        logistics logistique
        warehouse entrepôt
        maintenance entretien
        supply approvisionnement
        chain chaîne
        administration administratif administrative
        general général générale
        business affaires
        partner partenaire
        staff
        programming
        electrical électrique
        mechanical mécanique
        international internationale
        corporate
        privacy confidentialité
        risk risque risques
        health santé
        safety
        environment environnement
        innovation
        creative création créatif
        computing informatique computer
        vendor fournisseur fournisseurs supplier
        """;

    // One name a line in several forms, each of one or more words. A form behind "~" may stand for the others, but a
    // name that is spelt so is not called by them.
    private const string NameTable = """
        human resources | ressources humaines | hr | rh | drh | people team | people operations | people department | personnel department
        customer service | service client | service clients | relation client | customer support | support client | service clientèle | assistance client
        customer success | succès client | réussite client
        quality management | gestion de la qualité | qualité | quality | qm | management de la qualité | quality assurance | assurance qualité
        research and development | recherche et développement | r&d | rd
        information technology | it | informatique | technologies de l'information | i.t. | dsi
        information security | sécurité de l'information | sécurité informatique | cybersecurity | cybersécurité | cyber security | cyber | infosec
        public relations | relations publiques | rp
        machine learning | apprentissage automatique | ml | apprentissage machine
        deep learning | apprentissage profond
        artificial intelligence | intelligence artificielle | ai | ia
        natural language processing | traitement automatique des langues | traitement du langage naturel | nlp | taln | tal
        project management | gestion de projet | gestion de projets | conduite de projet | pilotage de projet | management de projet
        change management | conduite du changement | gestion du changement
        people management | gestion d'équipe | management d'équipe | encadrement d'équipe | management des équipes
        public speaking | prise de parole | prise de parole en public | éloquence
        data visualization | visualisation de données | dataviz | data viz
        data & ai | data and ai | données et ia | data et ia
        javascript | js
        typescript | ts
        kubernetes | k8s
        postgresql | postgres | psql
        c# | csharp | c sharp
        .net | dotnet | dot net
        c++ | cpp
        amazon web services | aws
        go | golang
        node.js | nodejs | node
        react | reactjs | react.js
        continuous integration | ci/cd | intégration continue | cicd
        search engine optimization | seo | référencement | référencement naturel
        customer relationship management | crm | gestion de la relation client
        software engineer | développeur | développeuse | software developer | ingénieur logiciel | développeur logiciel | dev
        chief executive officer | ceo | pdg | directeur général | directrice générale
        chief technology officer | cto | directeur technique | directrice technique
        chief financial officer | cfo | daf | directeur financier | directrice financière
        site reliability engineer | sre
        ux researcher | chercheur ux
        business intelligence | bi | informatique décisionnelle
        power bi | powerbi
        tax planning | planification fiscale
        penetration testing | tests d'intrusion | test d'intrusion | pentest | pen testing | pentesting
        talent acquisition | recrutement | recruiting | acquisition de talents
        employment law | droit du travail | droit social | labour law | labor law
        data protection law | droit des données personnelles | droit de la protection des données | gdpr | rgpd
        contract law | droit des contrats | contract drafting
        intellectual property | propriété intellectuelle
        user research | recherche utilisateur | recherche utilisateurs
        sales | ventes | vente | force de vente | ~commercial | ~commerce
        marketing | mercatique
        finance | finances
        legal | juridique | service juridique
        development | développement
        production | fabrication
        programming | programmation | développement logiciel | coding | software development
        languages | langues | langues étrangères | foreign languages
        security | sécurité
        technique leader | technical leader | responsable technique | tech lead
        accounting | comptabilité | bookkeeping
        threat modeling | modélisation des menaces | threat modelling
        incident response | réponse aux incidents | réponse à incident
        workforce planning | planification des effectifs | gpec
        strategic planning | planification stratégique
        account management | gestion de comptes | gestion de compte | gestion des comptes
        lead generation | génération de prospects | prospection
        market research | étude de marché | études de marché
        event management | gestion d'événements | événementiel | organisation d'événements
        brand management | gestion de marque
        content marketing | marketing de contenu
        network security | sécurité réseau | sécurité des réseaux
        identity management | gestion des identités
        regulatory compliance | conformité réglementaire
        copywriting | rédaction | rédaction publicitaire
        """;

    private static readonly HashSet<string> Connectors = new(
        ["de", "la", "le", "les", "du", "des", "d", "l", "en", "et", "and", "of", "the", "for", "to", "a", "aux", "au"],
        StringComparer.Ordinal
    );

    private static readonly Dictionary<string, string> ConceptOfStem = LoadWords();
    private static readonly Dictionary<string, List<string[]>> NameForms = LoadNames();

    public static bool IsConnector(string stem) => Connectors.Contains(stem);

    /// <summary>The stem that stands for the concept of a stem; the stem itself when it has none.</summary>
    public static string Of(string stem) => ConceptOfStem.GetValueOrDefault(stem, stem);

    /// <summary>The concepts of a phrase without its connecting words, in no order.</summary>
    public static string Key(IEnumerable<string> stems) =>
        string.Join(' ', stems.Where(s => !IsConnector(s)).Select(Of).Order(StringComparer.Ordinal));

    /// <summary>Other forms of a name, each as stems.</summary>
    public static IReadOnlyList<string[]> OtherForms(IEnumerable<string> stems) =>
        NameForms.GetValueOrDefault(string.Join(' ', stems)) is { } forms ? forms : [];

    private static Dictionary<string, string> LoadWords()
    {
        var concepts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Lines(WordTable))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(w => Tokenizer.Stems(w))
                .ToList();
            foreach (var word in words)
                concepts.TryAdd(word, words[0]);
        }
        return concepts;
    }

    private static Dictionary<string, List<string[]>> LoadNames()
    {
        var forms = new Dictionary<string, List<string[]>>(StringComparer.Ordinal);
        foreach (var line in Lines(NameTable))
        {
            var written = line.Split('|', StringSplitOptions.TrimEntries);
            var all = written.Select(f => Tokenizer.Stems(f.TrimStart('~'))).ToList();
            var oneWay = all.Where((_, i) => written[i].StartsWith('~')).ToHashSet();
            foreach (var form in all)
            {
                if (oneWay.Contains(form))
                    continue;
                var key = string.Join(' ', form);
                if (!forms.TryGetValue(key, out var others))
                    forms.Add(key, others = []);
                others.AddRange(all.Where(o => !o.SequenceEqual(form)));
            }
        }
        return forms;
    }

    private static string[] Lines(string table) =>
        table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
