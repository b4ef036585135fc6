import { english } from "./english.ts";
import { type Language, phrases } from "./language.ts";

/** Spanish; every thing is masculine and singular. */
const spanish: Language = {
  posts: {
    positive: phrases(`
      {thing} me encantó. {upside}
      qué bonito es {thing}, de verdad
      hoy {thing} me alegró el día
      {person} me recomendó {thing} y tenía razón: {fine}
      {thing} {where}: {fine}
      no esperaba tanto y {thing} fue {fine}
    `),
    negative: phrases(`
      {thing} me pareció {poor}. {downside}
      qué cansado estoy ya con {thing}
      hoy {thing} me arruinó la tarde
      {person} me avisó: {thing} es {poor}
      {thing} {where}: {poor}
      esperaba más, la verdad: {thing} fue {poor}
    `),
    neutral: phrases(`
      ¿alguien sabe a qué hora empieza {thing}?
      {thing} {where}, luego sigo trabajando
      {person} me preguntó hoy por {thing}
      parece que {thing} se pasa al {day}
      leyendo sobre {thing} {where}
      el {day} toca {thing}, a las {hour}
    `),
  },
  tails: {
    positive: phrases(
      "{upside} | ¡Gracias a {person}! | Repetiré el {day}. | Qué alegría.",
    ),
    negative: phrases(
      "{downside} | Una pena. | {person} también se aburrió. | Mejor el {day}.",
    ),
    neutral: phrases(
      "Nos vemos el {day}. | Más a las {hour}. | {person} lo sabrá. | Son las {hour}.",
    ),
  },
  things: phrases(`
    el mercado del barrio | el concierto del colegio | el partido de anoche | el nuevo café | el autobús de las siete
    el libro del club | el paseo por el puerto | el taller de cerámica | el museo del tranvía | el arroz de mi abuela
  `),
  about: phrases(`
    el debate sobre <word> | el pódcast sobre <word> | el documental sobre <word> | el hilo sobre <word>
    el artículo sobre <word> | el especial <word> | el libro sobre <word> | el resumen de hoy sobre <word>
  `),
  and: ["y", "más"],
  stop: ". ",
  tags: phrases("noticias | hoy | leyendo | finde | cafelito | buenosdías"),
  slots: {
    fine: phrases(
      "una maravilla | genial | precioso | muy divertido | un gustazo | buenísimo | estupendo",
    ),
    poor: phrases(
      "un rollo | aburrido | muy flojo | un lío | decepcionante | demasiado largo",
    ),
    upside: phrases(
      "Muy buen ambiente. | Volveré seguro. | Me reí mucho. | Todo el mundo contento. | Qué buena tarde.",
    ),
    downside: phrases(
      "Mucha cola. | No se oía nada. | Me perdí la mitad. | Hacía frío. | Qué pereza.",
    ),
    person: phrases(
      "mi hermana | mi vecino | una amiga | mi padre | la profe | un compañero | mi prima | mi tío",
    ),
    where: phrases(
      "en el tren | en casa | en la biblioteca | en el trabajo | en la plaza | en la cocina | en el metro",
    ),
    day: phrases(
      "lunes | martes | miércoles | jueves | viernes | sábado | domingo",
    ),
    hour: phrases("9:00 | 10:15 | 12:30 | 17:00 | 18:45 | 20:00 | 21:30"),
  },
};

/** German; every thing is neuter, so that nominative and accusative are alike. */
const german: Language = {
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

/** French; every thing is masculine and singular, and never follows `de` or `à`. */
const french: Language = {
  posts: {
    positive: phrases(`
      {thing}, c'était {fine}. {upside}
      j'ai adoré {thing}, vraiment
      {person} m'a montré {thing} : {fine} !
      {thing} {where} : {fine}
      je ne m'attendais pas à ça, mais {thing} est {fine}
      {thing} m'a redonné le sourire
    `),
    negative: phrases(`
      {thing}, c'était {poor}. {downside}
      franchement, {thing} m'a gâché la soirée
      {person} m'avait prévenu : {thing} est {poor}
      {thing} {where} : {poor}
      je voulais aimer {thing}, mais c'est {poor}
      pourquoi {thing} est si {poor} ?
    `),
    neutral: phrases(`
      quelqu'un sait quand commence {thing} ?
      {thing} {where}, puis retour au travail
      {person} regarde {thing} en ce moment
      {thing} passe {day} à {hour}
      je lis {where}, ensuite {thing}
      {day}, c'est {thing}, à {hour}
    `),
  },
  tails: {
    positive: phrases(
      "{upside} | Merci à {person} ! | À refaire {day}. | Quel bonheur.",
    ),
    negative: phrases(
      "{downside} | Plus jamais. | {person} bâillait aussi. | Dommage.",
    ),
    neutral: phrases(
      "Rendez-vous {day}. | La suite à {hour}. | {person} sait peut-être. | Il est {hour}.",
    ),
  },
  things: phrases(`
    le marché du samedi | le concert de l'école | le match d'hier | le nouveau café | le bus de nuit
    le livre du club | le musée du port | le gâteau de ma tante | le jeu de piste | le cours de poterie
  `),
  about: phrases(`
    le débat sur <word> | le reportage sur <word> | l'article sur <word> | le fil sur <word>
    le dossier <word> | le podcast sur <word> | le livre sur <word> | le résumé sur <word>
  `),
  and: ["et", "plus"],
  stop: ". ",
  tags: phrases("actu | lecture | weekend | pausecafé | bonjour | àlire"),
  slots: {
    fine: phrases(
      "superbe | très drôle | formidable | magnifique | réussi | parfait | touchant",
    ),
    poor: phrases("ennuyeux | trop long | confus | décevant | pénible | raté"),
    upside: phrases(
      "Belle ambiance. | On a bien ri. | Tout le monde souriait. | J'y retourne. | Quelle belle soirée.",
    ),
    downside: phrases(
      "Trop de monde. | On n'entendait rien. | Il faisait froid. | J'ai raté la moitié. | Bof.",
    ),
    person: phrases(
      "ma sœur | mon voisin | une amie | mon père | la prof | un collègue | ma cousine | mon oncle",
    ),
    where: phrases(
      "dans le train | à la maison | à la bibliothèque | au travail | au parc | dans la cuisine | au café",
    ),
    day: phrases(
      "lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche",
    ),
    hour: phrases("9h | 10h30 | 12h15 | 17h | 18h45 | 20h | 21h"),
  },
};

/** Portuguese; every thing is masculine and singular, and never follows `de` or `em`. */
const portuguese: Language = {
  posts: {
    positive: phrases(`
      adorei {thing}. {upside}
      {thing} foi {fine}, sério
      {person} me mostrou {thing} e foi {fine}
      {thing} {where}: {fine}
      não esperava, mas {thing} é {fine}
      {thing} salvou o meu dia
    `),
    negative: phrases(`
      {thing} foi {poor}. {downside}
      cansei, {thing} está {poor}
      {person} avisou: {thing} é {poor}
      {thing} {where}: {poor}
      queria gostar, mas {thing} é {poor}
      {thing} estragou a minha noite
    `),
    neutral: phrases(`
      alguém sabe quando começa {thing}?
      {thing} {where}, depois volto ao trabalho
      {person} perguntou hoje sobre {thing}
      {thing} mudou para {day}, às {hour}
      lendo {where} sobre {thing}
      {day} tem {thing}, às {hour}
    `),
  },
  tails: {
    positive: phrases(
      "{upside} | Valeu, {person}! | Quero de novo {day}. | Que alegria.",
    ),
    negative: phrases(
      "{downside} | Nunca mais. | {person} também achou chato. | Uma pena.",
    ),
    neutral: phrases(
      "Até {day}. | Mais às {hour}. | {person} deve saber. | São {hour}.",
    ),
  },
  things: phrases(`
    o mercado da esquina | o show da escola | o jogo de ontem | o café novo | o ônibus das sete
    o livro do clube | o passeio no porto | o bolo da minha tia | o museu do bonde | o curso de cerâmica
  `),
  about: phrases(`
    o debate sobre <word> | o podcast sobre <word> | o documentário sobre <word> | o fio sobre <word>
    o artigo sobre <word> | o especial <word> | o livro sobre <word> | o resumo sobre <word>
  `),
  and: ["e", "mais"],
  stop: ". ",
  tags: phrases("hoje | leitura | bomdia | fimdesemana | cafezinho | notícias"),
  slots: {
    fine: phrases(
      "lindo | muito bom | divertido | maravilhoso | ótimo | incrível | perfeito",
    ),
    poor: phrases(
      "chato | confuso | fraco | longo demais | cansativo | uma bagunça",
    ),
    upside: phrases(
      "Todo mundo sorrindo. | Ri bastante. | Volto com certeza. | Que tarde boa. | Gente querida.",
    ),
    downside: phrases(
      "Fila enorme. | Não deu para ouvir. | Estava frio. | Perdi metade. | Que preguiça.",
    ),
    person: phrases(
      "minha irmã | meu vizinho | uma amiga | meu pai | a professora | um colega | minha prima | meu tio",
    ),
    where: phrases(
      "no trem | em casa | na biblioteca | no trabalho | na praça | na cozinha | no metrô",
    ),
    day: phrases(
      "segunda | terça | quarta | quinta | sexta | sábado | domingo",
    ),
    hour: phrases("9h | 10h30 | 12h | 17h | 18h45 | 20h | 21h30"),
  },
};

/** Japanese; blanks keep a tracked word a token of its own. */
const japanese: Language = {
  posts: {
    positive: phrases(`
      {when}の{thing}、{fine}！
      {person}に教えてもらった{thing}が{fine}
      {where}で{thing}。{fine}
      {thing}のおかげで{when}は元気
    `),
    negative: phrases(`
      {when}の{thing}、{poor}
      {where}で{thing}。{poor}…
      {person}も{thing}は{poor}と言っていた
      期待していたのに{thing}が{poor}
    `),
    neutral: phrases(`
      {thing}は何時から？
      {when}は{where}で{thing}
      {person}と{thing}の話をした
      {day}に{thing}があるらしい
    `),
  },
  tails: {
    positive: phrases("{person}ありがとう。 | また{day}に。 | 笑いすぎた。"),
    negative: phrases("残念。 | {person}も疲れていた。 | もう帰りたい。"),
    neutral: phrases("続きは{day}。 | いま{where}。 | {person}に聞いてみる。"),
  },
  things: phrases(
    "新しいパン屋 | 商店街の祭り | 昨日の試合 | 図書館の展示 | 夜のバス | 合唱の練習 | 朝の散歩 | 将棋の番組",
  ),
  about: phrases(`
    <word> のニュース | <word> の話題 | <word> の番組 | <word> の記事 | <word> の本 | <word> のまとめ
  `),
  and: ["と", "＆"],
  stop: "。",
  tags: phrases("今日 | 読書 | おはよう | 週末 | コーヒー"),
  slots: {
    fine: phrases(
      "最高だった | 楽しかった | 面白かった | とてもよかった | 素敵だった",
    ),
    poor: phrases(
      "つまらなかった | 長すぎた | いまいちだった | うるさかった | わかりにくかった",
    ),
    person: phrases("姉 | 弟 | 友だち | 同僚 | 先生 | 隣の人 | 母"),
    where: phrases("電車 | 家 | 図書館 | 会社 | 公園 | 台所 | 駅前"),
    when: phrases("今日 | 今朝 | 今夜 | 今週 | 昼休み"),
    day: phrases("月曜 | 火曜 | 水曜 | 木曜 | 金曜 | 土曜 | 日曜"),
  },
};

/** Arabic, written from right to left; every thing is masculine and singular. */
const arabic: Language = {
  posts: {
    positive: phrases(`
      {thing} كان {fine} {when}
      أعجبني {thing} كثيرًا {where}
      {person} أخبرني عنه، وفعلًا {thing} {fine}
      شكرًا لمن صنع {thing}
    `),
    negative: phrases(`
      {thing} كان {poor} {when}
      لم يعجبني {thing} {where}
      {person} أخبرني من قبل: {thing} {poor}
      توقعت أكثر، لكن {thing} {poor}
    `),
    neutral: phrases(`
      متى يبدأ {thing}؟
      {thing} {where} {when}
      {person} يسأل: أين {thing}؟
      الموعد يوم {day}: {thing}
    `),
  },
  tails: {
    positive: phrases("يوم سعيد. | ضحكنا كثيرًا. | نلتقي يوم {day}."),
    negative: phrases("يا خسارة. | كان الجو باردًا. | ربما يوم {day} أفضل."),
    neutral: phrases("التفاصيل يوم {day}. | أنا الآن {where}. | {person} يعرف."),
  },
  things: phrases(
    "المقهى الجديد | سوق الحي | حفل المدرسة | كتاب النادي | متحف الميناء | خبز الصباح | درس الموسيقى",
  ),
  about: phrases(`
    النقاش حول <word> | البرنامج عن <word> | المقال عن <word> | الكتاب عن <word> | الملف الخاص حول <word>
  `),
  and: ["و", "مع"],
  stop: ". ",
  tags: phrases("اليوم | قراءة | قهوة | صباح_الخير | أخبار"),
  slots: {
    fine: phrases("رائع | جميل جدًا | ممتع | مفيد | لطيف"),
    poor: phrases("ممل | طويل جدًا | ضعيف | مزعج | متعب"),
    person: phrases("صديقي | أخي | جاري | زميلي | أبي | المعلم"),
    where: phrases(
      "في القطار | في البيت | في المكتبة | في العمل | في الحديقة | في المطبخ",
    ),
    when: phrases("اليوم | هذا المساء | هذا الصباح | هذا الأسبوع"),
    day: phrases("الإثنين | الثلاثاء | الأربعاء | الخميس | الجمعة | السبت | الأحد"),
  },
};

/** The languages of the demo by their BCP 47 code. */
export const languages = {
  en: english,
  es: spanish,
  de: german,
  fr: french,
  pt: portuguese,
  ja: japanese,
  ar: arabic,
} as const satisfies Record<string, Language>;

/** A language that the demo writes. */
export type LanguageCode = keyof typeof languages;
