import * as lists from "stopword";
import { LINK, MENTION } from "../text/entities.ts";
import { foldText, TOKEN_CHARACTER } from "../text/tokens.ts";

/** The lists of stop words by language, as BCP 47 has it; the package has three letters for each. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  ...{ af: lists.afr, ar: lists.ara, bg: lists.bul, bn: lists.ben },
  ...{ br: lists.bre, ca: lists.cat, cs: lists.ces, da: lists.dan },
  ...{ de: lists.deu, el: lists.ell, en: lists.eng, eo: lists.epo },
  ...{ es: lists.spa, et: lists.est, eu: lists.eus, fa: lists.fas },
  ...{ fi: lists.fin, fil: lists.tgl, fr: lists.fra, ga: lists.gle },
  ...{ gl: lists.glg, gu: lists.guj, ha: lists.hau, he: lists.heb },
  ...{ hi: lists.hin, hr: lists.hrv, hu: lists.hun, hy: lists.hye },
  ...{ id: lists.ind, it: lists.ita, ja: lists.jpn, ko: lists.kor },
  ...{ ku: lists.kur, la: lists.lat, lt: lists.lit, lv: lists.lav },
  ...{ mr: lists.mar, ms: lists.msa, my: lists.mya, nb: lists.nob },
  ...{ nl: lists.nld, nn: lists.nob, no: lists.nob, pa: lists.panGu },
  ...{ pl: lists.pol, pt: [...lists.por, ...lists.porBr], ro: lists.ron },
  ...{ ru: lists.rus, sk: lists.slk, sl: lists.slv, so: lists.som },
  ...{ st: lists.sot, sv: lists.swe, sw: lists.swa, th: lists.tha },
  ...{ tl: lists.tgl, tr: lists.tur, uk: lists.ukr, ur: lists.urd },
  ...{ vi: lists.vie, yo: lists.yor, zh: lists.zho, zu: lists.zul },
};

/** What the package's short list of English lacks. */
const MORE_ENGLISH =
  "ain't aren't cannot does doing don't down every few going gonna gotta had have having hers herself i'd i'll i'm i've im dont isnt its itself just let may mine myself no nor not off once one ours ourselves own really shall so something theirs themselves until us was were what when whom why will yes yet yourself yours";

/** Signs of reposts and references, in all languages. */
const SIGNS = "rt via amp cc";

const sets = new Map<string, ReadonlySet<string>>();

/** The stop words of a language; those of English where it is unknown, none where there is no list. */
export function stopWords(lang: string): ReadonlySet<string> {
  const name = lang === "und" ? "en" : Object.hasOwn(LISTS, lang) ? lang : "";
  const known = sets.get(name);
  if (known) return known;
  const words = [...LISTS[name] ?? [], ...SIGNS.split(" ")];
  if (name === "en") words.push(...MORE_ENGLISH.split(" "));
  const set = new Set(words.map((word) => foldText(word.trim())));
  sets.set(name, set);
  return set;
}

/** Links, names and tags, which have lists of their own. */
const OTHERS = new RegExp(
  String.raw`${LINK}|${MENTION}|[#＃$]${TOKEN_CHARACTER}+`,
  "gv",
);

const WORD = new RegExp(`${TOKEN_CHARACTER}+(?:'${TOKEN_CHARACTER}+)*`, "gv");
const LETTER = /\p{L}/u;

/** Scripts whose words are written without spaces between them. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

let segmenter: Intl.Segmenter | undefined;

/** Words of a text in its order, folded, without links, names, tags, numbers and stop words. */
export function wordsOf(text: string, lang: string): string[] {
  const folded = foldText(text.replace(OTHERS, " ")).replaceAll("’", "'");
  const isUnspaced = UNSPACED.test(folded);
  const words = isUnspaced ? segment(folded) : folded.match(WORD) ?? [];
  const stops = stopWords(lang);
  const isEnglish = lang === "en" || lang === "und";
  return words.flatMap((found) => {
    if (stops.has(found)) return [];
    const word = found.includes("'") ? stemOf(found, isEnglish) : found;
    const isLetter = word.length === 1 && !isUnspaced;
    return isLetter || !LETTER.test(word) || stops.has(word) ? [] : word;
  });
}

function segment(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "word" });
  return Array.from(segmenter.segment(text))
    .flatMap(({ segment, isWordLike }) => isWordLike ? segment : []);
}

/** `don't`, `we'll`, `they're`: made of stop words. */
const CONTRACTION = /n't$|'(?:ll|re|ve|m|d)$/;
/** `l'eau`, `dell'acqua` */
const ELISION = /^\p{L}{1,4}'(?=\p{L}{2})/u;

/** A word with an apostrophe as it stands without what was joined to it; empty if nothing is left. */
function stemOf(word: string, isEnglish: boolean): string {
  if (!isEnglish) return word.replace(ELISION, "");
  return CONTRACTION.test(word) ? "" : word.replace(/'s$/, "");
}
