import type { Language } from "../language.ts";
import { phrases } from "../phrases.ts";

/** German; every thing is neuter, so that nominative and accusative are alike. */
export const german: Language = {
  posts: {
    positive: phrases(`
      {thing} war {fine}. {upside}
      ich freue mich so über {thing}
      {person} hat mir {thing} gezeigt, {fine}!
      {thing} {where}: {fine}
      hätte nicht gedacht, dass {thing} so {fine} wird
      {thing} hat mir den Tag gerettet
    `),
    negative: phrases(`
      {thing} war {poor}. {downside}
      ich habe genug, {thing} ist mir zu {poor}
      {person} hatte mich gewarnt: {thing} ist {poor}
      {thing} {where}: {poor}
      schade, {thing} hat mir den Abend verdorben
      warum ist {thing} eigentlich so {poor}?
    `),
    neutral: phrases(`
      weiß jemand, wann {thing} anfängt?
      {thing} {where}, danach geht es weiter
      {person} redet heute nur noch über {thing}
      {thing} kommt jetzt am {day} um {hour}
      lese gerade {where} über {thing}
      am {day} steht {thing} auf dem Plan
    `),
  },
  tails: {
    positive: phrases(
      "{upside} | Danke dafür! | Gerne wieder am {day}. | So schön.",
    ),
    negative: phrases(
      "{downside} | Nie wieder. | {person} war auch müde. | Dann lieber am {day}.",
    ),
    neutral: phrases(
      "Bis {day}. | Mehr um {hour} Uhr. | {person} weiß es vielleicht. | Es ist {hour}.",
    ),
  },
  things: phrases(`
    das Stadtfest | das neue Café | das Spiel von gestern | das Buch aus dem Lesekreis | das Konzert der Schule
    das Museum am Hafen | das Frühstück im Büro | das Rätsel in der Zeitung | das Brot vom Markt | das Freibad
  `),
  about: phrases(`
    das Gespräch über <word> | das Interview zu <word> | das Video zu <word> | das Buch über <word>
    das Thema <word> | das Radiofeature zu <word> | das Quiz zu <word> | das Seminar über <word>
  `),
  and: ["und", "plus"],
  stop: ". ",
  tags: phrases(
    "heute | gelesen | feierabend | wochenende | kaffee | gutenmorgen",
  ),
  slots: {
    fine: phrases(
      "wunderbar | großartig | richtig gut | schön | lustig | klasse | gelungen",
    ),
    poor: phrases(
      "langweilig | anstrengend | lang | laut | schwach | zäh | verwirrend",
    ),
    upside: phrases(
      "Alle waren nett. | Viel gelacht. | Jederzeit wieder. | Tolle Leute. | Und die Sonne schien.",
    ),
    downside: phrases(
      "Zu voll. | Man hat nichts verstanden. | Es war kalt. | Die Hälfte verpasst. | Sehr schade.",
    ),
    person: phrases(
      "meine Schwester | mein Nachbar | eine Freundin | mein Vater | die Kollegin | mein Cousin | der Bäcker",
    ),
    where: phrases(
      "im Zug | zu Hause | in der Bibliothek | bei der Arbeit | im Park | in der Küche | auf dem Balkon",
    ),
    day: phrases(
      "Montag | Dienstag | Mittwoch | Donnerstag | Freitag | Samstag | Sonntag",
    ),
    hour: phrases("9 | 10 | 12 | 14 | 17 | 18 | 20"),
  },
};
