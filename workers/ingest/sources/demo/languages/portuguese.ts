import type { Language } from "../language.ts";
import { phrases } from "../phrases.ts";

/** Portuguese; every thing is masculine and singular, and never follows `de` or `em`. */
export const portuguese: Language = {
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
