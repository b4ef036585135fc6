import type { Language } from "../language.ts";
import { phrases } from "../phrases.ts";

/** French; every thing is masculine and singular, and never follows `de` or `à`. */
export const french: Language = {
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
