import type { AsyncLocalStorage } from "node:async_hooks";

/** Characters and languages of a header that are read. */
const MAX_LENGTH = 500;
const MAX_CHOICES = 20;

/** Headers whose locale is remembered; then all are forgotten at once. */
const MAX_KNOWN = 200;
const known = new Map<string, string>();

/**
 * Chooses a locale by the `Accept-Language` of a request: the most preferred
 * one that `Intl` has data for, so that their number is bounded.
 */
export function chooseLocale(header: string | null): string {
  const read = (header ?? "").slice(0, MAX_LENGTH);
  const before = known.get(read);
  if (before !== undefined) return before;
  const locale = findLocale(read);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(read, locale);
  return locale;
}

function findLocale(header: string): string {
  const choices = header.split(",", MAX_CHOICES)
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

/** The locale that `Intl` uses for a tag, without calendars, digits and the like; null if it has no data for it. */
function knownLocale(tag: string): string | null {
  try {
    const { baseName } = new Intl.Locale(tag);
    if (Intl.NumberFormat.supportedLocalesOf(baseName).length === 0) {
      return null;
    }
    return new Intl.NumberFormat(baseName).resolvedOptions().locale;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null; // not a language tag
  }
}

/** Texts are English, and so are numbers and times by default. */
export const DEFAULT_LOCALE = "en-GB";

/** The locale that the server wrote into the page; in a browser it never changes. */
const pageLocale: string =
  globalThis.document?.documentElement.dataset.locale ?? DEFAULT_LOCALE;

/** The locale of the request that is being answered; there is none in a browser. */
const requestLocale: AsyncLocalStorage<string> | null = createStorage();

function createStorage(): AsyncLocalStorage<string> | null {
  const hooks = globalThis.process?.getBuiltinModule?.("node:async_hooks");
  return hooks ? new hooks.AsyncLocalStorage<string>() : null;
}

/** The locale in which the viewer reads numbers and times. */
export function currentLocale(): string {
  return requestLocale?.getStore() ?? pageLocale;
}

/** Does some work for a viewer with a locale; on the server only. */
export function withLocale<T>(locale: string, work: () => T): T {
  return requestLocale ? requestLocale.run(locale, work) : work();
}
