using HrPlatform.Application.Agents;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>What a word or turn of phrase contributes to a question, whatever the language.</summary>
internal enum Sense
{
    HowMany,
    HowMuch,
    Size,
    Average,
    Median,
    Most,
    Least,
    Total,
    Pay,
    Earn,
    Gap,
    GenderWord,
    Women,
    Men,
    Experience,
    Experienced,
    Tenure,
    Who,
    Which,
    Show,
    Have,
    Is,
    Distribution,
    Common,
    Training,
    Recommend,
    Missing,
    Expert,
    SkillWord,
    Know,
    Domain,
    DepartmentWord,
    PositionWord,
    StatusWord,
    YearOfHire,
    Per,
    Between,
    People,
    Hired,
    Newest,
    Left,
    Active,
    ManagedBy,
    ManagerWord,
    MoreThan,
    AtLeast,
    LessThan,
    AtMost,
    OrMore,
    OrLess,
    Year,
    Month,
    OtherUnit,
    Since,
    After,
    Before,
    Within,
    Last,
    This,
    SubDepartments,
    DirectlyIn,
    Indirect,
    Anaphor,
    FirstPerson,
    In,
    With,
    And,
    Or,
    Works,
    Top,
    Rule,
    Without,
    Filler,
}

/// <summary>A sense found at tokens <paramref name="First"/> to <paramref name="Last"/>.</summary>
internal sealed record Mark(Sense Sense, int First, int Last)
{
    public bool Covers(int token) => token >= First && token <= Last;
}

/// <summary>
/// The function words of questions about people, in English and French: what asks, measures, compares and joins. Names
/// of departments, positions, skills and persons are not here; they are the tenant's.
/// </summary>
internal static class Lexicon
{
    private const int LongestPhrase = 5;

    // Sense: phrases. "en:" or "fr:" before a phrase limits it to questions in that language.
    private const string Table = """
        HowMany: how many | number of | number | count | headcount | head count | head counts | tally | combien | nombre | en:total number | how much people | quantity | dénombrer | compte | compter | how numerous | total employees | effectif | effectifs | workforce size | strength
        HowMuch: how much | what does | what do | combien gagne | combien gagnent | combien touche
        Size: how big | how large | size | taille | importance | grandeur
        Average: average | averages | averaged | mean | avg | moyenne | moyen | moyens | moyennes | en moyenne | on average | typical | typically | typique | généralement
        Median: median | médian | médiane | medians
        Most: le plus élevé | la plus élevée | les plus élevés | les plus élevées | le plus haut | la plus haute | les plus hauts | le plus grand | la plus grande | les plus grands | le plus gros | la plus grosse | le plus ancien | la plus ancienne | les plus anciens | les plus anciennes | le plus longtemps | highest | most of all | maximum | max | most | biggest | largest | greatest | best | higher | longest | strongest | more than anyone | plus élevé | plus élevée | plus haut | plus haute | plus grand | plus grande | plus gros | plus grosse | le plus | la plus | les plus | plus de tous | meilleur | meilleure | mieux | maximal | better | plus importante | plus important | plus nombreux | plus nombreuse | superieurs | top earners
        Least: le plus bas | la plus basse | les plus bas | les plus basses | le plus petit | la plus petite | les plus petits | les plus petites | le plus faible | la plus faible | les plus faibles | lowest | minimum salary | min | least | smallest | fewest | worst | lower | shortest | plus bas | plus basse | plus faible | plus petit | plus petite | le moins | la moins | les moins | minimal | minimale
        Total: total | spend | spending | dépense | dépensons | cost us | coûte | coûtent | overall | sum | in total | altogether | au total | en tout | globalement | global | ensemble | somme | all in all | in all | combined | cumulé
        Pay: salary | paying | pay range | salary range | pay | paid | wage | earning | compensation | remuneration | income | payroll | salaire | paie | paye | payé | rémunération | rémunéré | salarial | salariale | masse salariale | wage bill | payscale | pay level | money | package | traitement
        Earn: combien gagne | combien gagnent | combien touche | earn | earns | earned | paid | make | makes | get paid | gagne | gagnent | gagner | touche | touchent | toucher | perçoit | perçoivent
        Gap: gap | equally | same pay | same salary | même salaire | également | difference | differ | disparity | inequality | inequity | discrepancy | imbalance | écart | différence | disparité | inégalité | differential | different | equal pay | equality | égalité | fairness | fair | unequal | wide | compare | comparison | compared | versus | vs | comparaison | comparer | less than men | less than women | more than women | autant que
        GenderWord: gender | gendered | sex | genre | sexe
        Women: woman | women | female | lady | femme | féminin | féminine
        Men: man | men | male | gentleman | homme | masculin | masculine
        Experience: experience | year of experience | année d expérience | an d expérience | fr:ans d expérience | experience in | experience with | expérience en | expérience dans | expérience | career | carrière | parcours
        Experienced: experienced | seasoned | expérimenté | expérimentée | chevronné | aguerri | most senior | more senior | senior people | plus seniors | plus senior | veteran | vétéran | capé
        Tenure: le plus ancien | la plus ancienne | les plus anciens | les plus anciennes | le plus longtemps | tenure | seniority | ancienneté | longest serving | long serving | longest standing | length of service | year of service | been here | been with us | been with the company | been with | with the company | with us | in the company | at the company | oldest employee | plus ancien | plus ancienne | ancien | doyen | plus longtemps | longtemps | long | stayed | dans l entreprise | dans la société | dans la boîte | chez nous | loyal | fidèle | service year | worked here
        Who: who can | qui peut | who | whom | whose | qui | anyone | anybody | someone | somebody | quelqu un | everyone | everybody | personne qui | ceux qui | celles qui | lesquels | lesquelles | those who | who s
        Which: which | what | what s | quel | quelle | quels | quelles | lequel | laquelle | que | quoi | qu est ce | qu est ce que | quels sont | quelles sont
        Show: list | show | find | name | give | display | identify | search | look for | looking for | tell | get | need someone | provide | enumerate | pull | fetch | return | liste | lister | montre | montrer | montrez | affiche | afficher | affichez | trouve | trouver | trouvez | cherche | chercher | donne | donner | donnez | cite | citez | citer | nomme | nommer | recherche | indique | indiquez | indiquer | présente | dis | dites | fournis | il me faut | il nous faut | want | wants | veux | voudrais | souhaite | aimerais | know who | see | voir | point me | i need | we need
        Have: have | has | having | had | got | possess | hold | own | ont | ayant | avoir | possède | possèdent | possédant | dispose | disposent | disposant | détient | détiennent | compte dans | doté | avec comme
        Distribution: distribution | breakdown | break down | broken down | broken out | break out | spread | split | mix | composition | statistics | stats | statistic | overview | distributed | profile | landscape | picture | snapshot | répartition | réparti | répartis | répartir | ventilation | ventilé | ventiler | décomposition | panorama | cartographie | statistique | map | matrix | inventory | inventaire | structure | divided | shared out
        Common: common | frequent | popular | widespread | prevalent | répandu | répandue | courant | courante | fréquent | fréquente | populaire | rare | rarest | scarce | commun | commune | représenté | représentée | represented | partagé | dominant | available
        Training: training | train | trained | course | upskill | upskilling | reskill | reskilling | learn | learning | workshop | coaching | teach | taught | formation | former | formé | formée | former | apprendre | apprentissage | cours | monter en compétence | montée en compétence | certification | development plan | develop | skill up | améliorer | développer | développement des compétences | perfectionner | perfectionnement | learning plan
        Recommend: recommend | recommended | recommendation | suggest | suggested | suggestion | advise | advice | propose | recommande | recommander | recommandé | recommandation | conseille | conseiller | conseil | suggère | suggérer | proposer | should | ought | devrait | devraient | devrions | priority | prioritaire | priorité | useful | utile | worth | plan | organise | organiser | organize | prévoir | envisager | faut il | faudrait | doit on | needed | offer | offrir | invest | investir
        Missing: missing | miss | lack | lacking | absent | shortage | deficit | deficiency | need | needed | weakness | weak | weakest | underrepresented | manque | manquant | manquante | manquent | manquer | lacune | carence | besoin | pénurie | déficit | faiblesse | faible | insuffisant | renforcer | combler | skill gap | skills gap | gaps | fill | don t have | short of | short
        Expert: expert | talk to | speak to | speak with | talk with | contact | ask about | consult | s adresser | m adresser | adresser | contacter | parler | solliciter | specialist | guru | go to | goto | authority | champion | référent | référente | spécialiste | expertise | knowledgeable | most skilled | best at | best in | pointu | ninja | turn to | personne ressource | reference person | référence | ace | wizard | subject matter expert | most competent | plus compétent | plus qualifié | pro | calé | best person | best people | meilleurs en | meilleur en | top talent
        SkillWord: skill | skill gap | skills gap | compétence manquante | competence | competency | capability | ability | technology | tech | savoir faire | aptitude | qualification | compétence | know how | skillset | skill set | connaissances | technologie | technique
        Know: know | write | writes | writing in | knows | knowing | knowledge | knowledge of | master | mastery | mastering | proficient | fluent | skilled | versed | familiar | competent | connaît | connaissent | connaître | connaissant | connaissance | maîtrise | maîtrisent | maîtriser | maîtrisant | sait | savent | compétent | compétente | capable | experience with | experience in | experience on | experience of | expérience en | expérience avec | expérience dans | expérience sur | code in | codes in | program in | program | good at | good with | can do | doué | bon en | bons en | handy with | background in | qualified | able to use | use | uses | using | utilise | utilisent | utiliser | pratique | pratiquent | parle | parlent | speak | speaks | speaking | parlant | skilled in | certified | who can | qui peut | worked with | work with | works with | travaillent avec | hands on | strong in | fort en | forts en | comprend | understand | understands | skill in | skills in | compétence en | compétences en
        Domain: domain | field | category | discipline | domaine | catégorie | skill category | skill area | area of expertise | family | famille | speciality | specialty | spécialité | area | topic | subject | area of knowledge | secteur
        DepartmentWord: department | dept | team | division | unit | business unit | group | département | service | équipe | direction | pôle | entité | organisation unit | org unit | branch | squad | function
        PositionWord: position | role | job | title | job title | post | poste | fonction | métier | intitulé | emploi | occupation | profession | grade | rôle | job role | designation
        StatusWord: status | statut
        YearOfHire: hire year | year of hire | year of hiring | hiring year | année d embauche | année de recrutement | an d embauche | par an | par année | per year | by year | year by year | each year | chaque année | yearly | annually
        Per: per | by | each | every | for each | across | in each | in every | par | pour chaque | chaque | selon | dans chaque | grouped by | group by | according to | respective | depending on | by each | en fonction du | en fonction de | all the | différents | different | various | in the different | dans les différents | of each | de chaque | sorted by | classé par | groupé par | regroupé par | au sein de chaque | on each | sur chaque | all our | tous les | toutes les
        Between: between | among | entre | parmi
        People: employee | people | person | staff | worker | colleague | member | folk | workforce | personnel | team member | staff member | employé | employée | salarié | salariée | collaborateur | collaboratrice | personne | gens | collègue | individual | staffer | teammate | monde | head | heads | body | humans | developer | dev | développeur | développeuse | programmer | programmeur | coder | talent | professional | professionnel | profil | hand | contributor | candidate internally | effectif | effectifs | headcount | human | coworker | crew
        Hired: new hire | new employee | new joiner | new starter | new recruit | hired | hire | hires | hiring | joined | join | joiner | joining | recruited | recruit | recruits | started | start | onboarded | newcomer | arrival | embauché | embauchée | embauche | embauches | embaucher | recruté | recrutée | recrute | recrutement | recrutements | arrivé | arrivée | arrivées | engagé | engagée | rejoint | intégré | came | came on board | came aboard | signed on | entrés | entrées | entré | nouveau | nouvelle | nouveaux | commencé | brought on
        Newest: le plus récent | les plus récents | la plus récente | les plus récentes | le plus récemment | les plus récemment | newest | most recent | most recently | latest | last hired | recently | recent | recently hired | newly | freshest | derniers embauchés | derniers arrivés | dernières arrivées | dernières embauches | derniers recrutés | dernières recrues | dernières | plus récent | plus récents | récent | récemment | plus récemment | moins ancien | nouvelles recrues | nouveaux arrivants | last people | last person hired
        Left: terminated | left | leaver | en:former | departed | resigned | quit | parti | partis | partie | parties | quitté | ancien employé | anciens employés | anciens salariés | ex employee | sorti | sortis | licencié | no longer | no longer with us | gone | départ | départs | ex | démissionné | en:termination | departure | leavers
        Active: active | actif | active staff | current | currently | actuel | actuelle | actuellement | présent | présents | still | today | now | right now | at present | at the moment | en ce moment | aujourd hui | en poste | à ce jour | maintenant | presently | en activité | to date
        ManagedBy: managed by | report to | reports to | reporting to | led by | supervised by | headed by | works for | work for | working for | works under | work under | working under | under | direct report of | direct reports of | dirigé par | dirigés par | dirigée par | géré par | gérés par | managé par | managés par | encadré par | encadrés par | rattaché à | rattachés à | rattachés au | supervisé par | supervisés par | sous la responsabilité de | sous les ordres de | rapportent à | rapporte à | dépendent de | dépend de | reportent à | direct report | direct reports | subordonnés de | subordonné de | subordinate of | subordinates | subordinate | subordonnés | subordonné
        ManagerWord: manager | boss | supervisor | head | lead | leader | manage | manages | leads | heads | supervises | chef | responsable | supérieur | supérieur hiérarchique | directeur | directrice | dirige | gère | encadre | supervise | n+1 | line manager | report to whom | hiérarchique
        MoreThan: more than | over | above | greater than | exceeding | exceed | exceeds | beyond | plus de | plus d | au dessus de | supérieur à | supérieure à | dépasse | dépassant | dépassent | in excess of | higher than | plus que | longer than | upwards of
        AtLeast: at least | minimum of | no less than | not less than | au moins | au minimum | minimum | a minimum of | starting at
        LessThan: less than | under | below | fewer than | moins de | moins d | inférieur à | inférieure à | en dessous de | lower than | shorter than | moins que
        AtMost: at most | no more than | not more than | up to | maximum of | au plus | jusqu à | au maximum | a maximum of
        OrMore: or more | or above | or over | ou plus | and up | or longer | minimum
        OrLess: or less | or fewer | or below | ou moins | maximum
        Year: year of experience | année d expérience | an d expérience | fr:ans d expérience | year of service | year | yr | an | fr:ans | année | yrs
        Month: month | mois
        OtherUnit: day | week | hour | minute | jour | semaine | heure | percent | pourcent | dollar | euro | percentage
        Since: since | from | as of | starting | depuis | à partir de | à compter de | dès
        After: after | later than | après | posterior to
        Before: before | earlier than | prior to | until | avant | jusqu en
        Within: within | in the last | in the past | over the last | over the past | during the last | au cours des | ces dernières | ces derniers | sur les | dans les | les derniers | during | pendant | durant | courant de
        Last: last | past | previous | dernier | dernière | derniers | passé | passée | précédent
        This: this | cette | ce | cet | current year
        SubDepartments: sub department | subdepartment | sub departments | sub team | sub unit | including sub | sous département | sous service | sous équipe | child department | departments below | and below | below it | sous direction | sous entité | everything below | départements rattachés | services rattachés
        DirectlyIn: directly in | directly | directement | direct members | only in | itself | strictly | uniquement dans | lui même | elle même
        Indirect: indirectly | indirect | indirectement | all levels | every level | whole chain | tous les niveaux
        Anaphor: their | them | they | those | these | leur | leurs | ils | elles | eux | ceux | celui | ceux ci | celles ci | there | y | it | its | cela
        FirstPerson: i | my | me | mine | myself | je | j | mon | ma | mes | moi | m | i m | i ve
        In: in | within | at | inside | of | from | for | dans | en | au | aux | du | des | de | d | chez | sein | à | pour | sur | on | l | within the | to
        With: with | avec | whose | dont | featuring
        And: and | et | as well as | ainsi que | plus | puis | also | aussi | along with
        Or: or | ou | either | soit
        Works: work | works | working | worked | employed | employ | employs | travaille | travaillent | travaillant | travailler | belong | belongs | assigned | affecté | affectés | appartient | appartiennent | employé dans | sit | based | occupent | occupe | bosse | bossent | emploie | staffed | serve | made up
        Top: top | first | premier | premiers | première | premières | podium | leading | main | principal | principale | principaux | principales | key
        Rule: allowed | may | policy | policies | rule | rules | entitled | entitlement | eligible | eligibility | permitted | droit | autorisé | règle | règlement | politique | procédure | procedure | permission | reimburse | reimbursed | reimbursement | remboursé | remboursement | notice | préavis | leave | vacation | holiday | congé | congés | vacances | benefit | avantage | bonus | prime | budget | probation | handbook | guide | charte | insurance | assurance
        Without: without | neither | nor | doesn | don | lacks | lacking | ignore | ignorent | ni | no | not | sans | pas | aucun | aucune | don t | doesn t | ne | n | isn t | aren t | nobody | none | never | jamais
        """;

    // Words that say nothing about which people are meant.
    private const string Fillers = """
        a an the is are was were be been being am do does did done will would could can shall please kindly hey hi hello so well ok okay
        then than as that there here our ours us we you your yours their his her its it he she they them this these those some any all every
        company firm business organisation organization corporation enterprise corporate across throughout out up down just exactly precisely
        roughly approximately about around actually really currently right also too very much lot many more less per about like such
        information info data figure figures value values result results answer question report me tell s t re ve ll let lets let's i'd d
        what how when where why which who whom
        le la les un une des du de d l au aux ce cet cette ces c qu que qui quoi est sont etait etaient etre a ont il elle ils elles on nous vous
        notre nos votre vos leur leurs son sa ses mon ma mes je tu me te se s y en ne pas n t si dans pour par sur avec sans sous chez vers entre
        comment quand pourquoi ou combien y-a-t-il bonjour salut merci svp stp plait s'il entreprise societe compagnie boite organisation groupe
        maison actuellement exactement precisement environ presque vraiment tres trop peu beaucoup autres autre tout tous toute toutes chaque
        meme aussi encore deja ici la-bas ainsi donc alors puis bien peux peut pouvez pourriez pourrait pourrais pouvons faire fait font faites
        avons avez sommes etes suis es ai as eu soit etc quelque quelques certains certaines lot bit thanks thank give gives given
        existe existent exist exists existing ca cela va vont aller niveau level levels niveaux terme termes terms regard en-tout
        internally interne internal base bases side cote parmi among amongst amount montant rate rates taux annual annually annuel annuelle
        yearly year-end gross brut brute base full big great good large small grand petit hr rh analyse analysis analyze analyser explain
        describe explique expliquer decris detail details detailed detaille percentage pourcentage share part proportion ratio fraction
        both les deux look looks like usd eur gbp chf written order ordre rank ranked ranking classement classe classer sort sorted tri trie trier table tableau chart graphique
        range ranges fourchette there's who's what's where's whats hows whos able help aide helping aider aidez
        single one ones un une thing things chose choses kind kinds sort sorts type types genre way ways have got been
        total totals overall whole entire entirely entier entiere complet complete general generale general
        inside outside near close different various respectively respectivement
        """;

    private static readonly Dictionary<string, List<(Sense Sense, string? Language)>> Phrases = Load();

    private static readonly HashSet<string> FillerWords = Fillers
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(w => Tokenizer.Tokenize(w).Select(t => t.Stem))
        .ToHashSet(StringComparer.Ordinal);

    private static readonly string[] FuzzyWords =
    [
        .. Phrases.Keys.Where(p => p.Length >= 5 && !p.Contains(' ', StringComparison.Ordinal)),
    ];

    public static bool IsFiller(Token token) => FillerWords.Contains(token.Stem) || FillerWords.Contains(token.Norm);

    public static bool Knows(Token token) => IsFiller(token) || Phrases.ContainsKey(token.Stem);

    /// <summary>All senses of the tokens; longer phrases hide shorter ones inside them.</summary>
    public static List<Mark> Read(IReadOnlyList<Token> tokens, string language)
    {
        var marks = new List<Mark>();
        for (var i = 0; i < tokens.Count; )
        {
            var taken = 0;
            for (var length = Math.Min(LongestPhrase, tokens.Count - i); length > 0; length--)
            {
                var phrase = string.Join(' ', tokens.Skip(i).Take(length).Select(t => t.Stem));
                if (!Phrases.TryGetValue(phrase, out var senses))
                    continue;
                foreach (var (sense, only) in senses)
                {
                    if (only is null || string.Equals(only, language, StringComparison.Ordinal))
                        marks.Add(new Mark(sense, i, i + length - 1));
                }
                taken = length;
                break;
            }
            i += Math.Max(taken, 1);
        }
        return marks;
    }

    /// <summary>The word of the lexicon that a misspelt token was meant to be.</summary>
    public static IReadOnlyList<Sense> ReadMisspelt(Token token)
    {
        if (token.Stem.Length < 5 || token.Number is not null)
            return [];
        var allowed = token.Stem.Length >= 10 ? 2 : 1;
        string? best = null;
        var bestDistance = allowed + 1;
        foreach (var word in FuzzyWords)
        {
            if (Math.Abs(word.Length - token.Stem.Length) > 1 || word[0] != token.Stem[0])
                continue;
            var distance = NameMatching.Distance(word, token.Stem);
            if (distance < bestDistance)
                (best, bestDistance) = (word, distance);
        }
        return best is null ? [] : [.. Phrases[best].Select(s => s.Sense)];
    }

    private static Dictionary<string, List<(Sense, string?)>> Load()
    {
        var phrases = new Dictionary<string, List<(Sense, string?)>>(StringComparer.Ordinal);
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var sense = Enum.Parse<Sense>(line[..colon]);
            foreach (var entry in line[(colon + 1)..].Split('|', StringSplitOptions.TrimEntries))
            {
                string? language = null;
                var phrase = entry;
                if (phrase.Length > 3 && phrase[2] == ':')
                    (language, phrase) = (phrase[..2], phrase[3..]);
                var key = string.Join(' ', Tokenizer.Stems(phrase));
                if (!phrases.TryGetValue(key, out var senses))
                    phrases.Add(key, senses = []);
                if (!senses.Contains((sense, language)))
                    senses.Add((sense, language));
            }
        }
        return phrases;
    }
}
