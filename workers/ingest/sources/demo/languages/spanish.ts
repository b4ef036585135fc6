import type { Language } from "../language.ts";
import { phrases } from "../phrases.ts";

/** Spanish; every thing is masculine and singular. */
export const spanish: Language = {
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
