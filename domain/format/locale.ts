/** What is longer is not read to its end. */
const LONGEST = 500;
const MOST = 20;

/**
 * The locale of a viewer by the `Accept-Language` of the request: the first
 * that is known, by preference. It is one of those that `Intl` has data for,
 * so there are not many of them, whatever is asked for.
 */
export function chooseLocale(header: string | null): string {
  const choices = (header ?? "").slice(0, LONGEST).split(",", MOST)
    .map(readChoice)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of choices) {
    const locale = knownLocale(tag);
    if (locale !== null) return locale;
  }
  return DEFAULT_LOCALE;
}

function readChoice(text: string): { tag: string; quality: number } {
  const [tag = "", ...parameters] = text.split(";").map((part) => part.trim());
  const quality = parameters.find((part) => /^q\s*=/i.test(part));
  return { tag, quality: quality ? Number(quality.split("=")[1]) : 1 };
}

/** What `Intl` takes a tag for, without calendars, digits and the like; null if it does not know it. */
function knownLocale(tag: string): string | null {
  try {
    const { baseName } = new Intl.Locale(tag);
    if (Intl.NumberFormat.supportedLocalesOf(baseName).length === 0) {
      return null;
    }
    return new Intl.NumberFormat(baseName).resolvedOptions().locale;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null; // it is no tag
  }
}

/** Texts are English: so are numbers and times, for viewers who ask for nothing that is known. */
export const DEFAULT_LOCALE = "en-GB";

/**
 * How the viewer of the page that is being rendered writes numbers and times.
 *
 * On the server it changes with each page, see `state.ts`; it holds as long as
 * nothing is awaited. In a browser it is what the server wrote there.
 */
export let locale: string =
  globalThis.document?.documentElement.dataset.locale ?? DEFAULT_LOCALE;

/** Says who views the page that is rendered next. */
export function setLocale(chosen: string): void {
  locale = chosen;
}
