import { DEFAULT_LOCALE, setLocale } from "../../domain/format/locale.ts";

/** What something says to a viewer with a locale. */
export function inLocale<T>(locale: string, say: () => T): T {
  setLocale(locale);
  try {
    return say();
  } finally {
    setLocale(DEFAULT_LOCALE);
  }
}
