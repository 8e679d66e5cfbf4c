// What the reference vectors are computed on: as many different kinds of text as an HR platform meets.
const handbook =
  "Employees accrue two and a half days of paid leave for each month worked. Requests are sent to the manager at least " +
  "two weeks ahead; the manager answers within three working days. Leave that has not been taken by the end of May of " +
  "the following year is lost unless illness, parental leave or an operational need prevented it. ";
const numbered = Array.from({ length: 60 }, (_, i) => `Rule ${i + 1}: badge number ${1000 + 37 * i} expires.`).join(" ");

export const texts = {
  "one word": "hello",
  "one letter": "a",
  "one digit": "7",
  "one full stop": ".",
  question: "How many days of parental leave do I get?",
  "question without its mark": "who knows kubernetes and terraform",
  sentence: "Maria Lopez joined the engineering department in March as a senior developer.",
  paragraph: handbook,
  "sixty-two words":
    "The performance review takes place twice a year and is based on goals that employee and manager agreed on " +
    "together. Each goal has a measure, a date and a weight. Before the talk both sides write down their view in a few " +
    "lines. The talk itself lasts about an hour and ends with at most three steps that are worth taking in the next half year.",
  "just past the window": handbook.repeat(2),
  "far past the window": handbook.repeat(9),
  "long with numbers": numbered,
  "long without spaces": "pneumonoultramicroscopicsilicovolcanoconiosis".repeat(14),
  french: "Les salariés bénéficient de vingt-cinq jours de congés payés par an, hors jours fériés.",
  "french with elisions": "L'employeur s'engage à rembourser jusqu'à 50 % de l'abonnement ; n'oubliez pas d'en faire la demande.",
  german: "Die Kündigungsfrist beträgt während der Probezeit zwei Wochen, danach vier Wochen zum Monatsende.",
  spanish: "¿Cuántos días de vacaciones corresponden al año según el convenio?",
  "decomposed accents": "Re\u0301sume\u0301 of Zoe\u0308 Mu\u0308ller, cafe\u0301 manager",
  "composed accents": "Résumé of Zoë Müller, café manager",
  chinese: "员工每年享有十五天带薪年假。",
  japanese: "有給休暇の申請は二週間前までに上長へ提出してください。",
  "halfwidth katakana": "ｶﾞｲﾄﾞﾌﾞｯｸ for new staff",
  korean: "직원은 매년 15일의 유급 휴가를 받습니다.",
  "korean from single letters": "\u1112\u1161\u11ab\u1100\u1173\u11af team",
  arabic: "يحق للموظفين الحصول على إجازة سنوية مدفوعة الأجر.",
  hindi: "कर्मचारी को वार्षिक अवकाश मिलता है",
  "mixed scripts": "The Tokyo office (東京) reports to Łódź via São Paulo.",
  emoji: "Great job 🎉🎉 on the launch 🚀 team 👩‍💻!",
  "unknown symbols alone": "🎉🚀",
  "unknown symbols among words": "pay ☂☃ day ☄ bonus ꙮ",
  "unknown at the edges": "☂salary☃",
  "full width": "Ｐａｙｒｏｌｌ　２０２６",
  ligatures: "The oﬃce ﬁle is ﬂuent",
  "fractions and superscripts": "½ day, m², CO₂, №5, ™ and …",
  "spacing accents": "a ¨ b ´ c",
  "non-breaking spaces": "12\u00a0000\u202f€ per\u00a0year",
  whitespace: "  two  spaces,\ta tab,\n\na blank line \r\n and an end  ",
  markdown: "# Remote work\n\n- **Two days** a week\n- `VPN` required\n\n| Day | Office |\n|---|---|\n| Mon | yes |",
  html: "<p class=\"lead\">Dear colleague,&nbsp;see <a href='https://intranet.example/leave'>here</a>.</p>",
  code: "public static int Sum(int[] xs) => xs.Sum(x => x * 2); // O(n)",
  json: '{"employee":{"id":42,"salary":{"amount":"5200.00","currency":"EUR"}}}',
  address: "anna.schmidt+hr@example.com, +49 (0)30 1234-567, https://example.org/a/b?c=d#e",
  numbers: "1,234,567.89 -42 3.14159 2026-11-23 18:45 99.9%",
  capitals: "ALL STAFF MUST WEAR ID CARDS AT ALL TIMES",
  punctuation: "!!! ??? ... --- ((( ))) [] {} <> ~ ^ _ | \\ / @ # $ % & * + =",
  smileys: "thanks :) see you :( well :-) note: this, x:y and http://",
  "piece that stands three times": "he earned ”5 and “7”",
  "separator in the text": "a▁b ▁ c",
  "control characters": "pay\u0000roll\u0007 and\u200b zero\u00adwidth",
  typo: "how do i chagne my adress in teh systm",
};
