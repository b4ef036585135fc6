let names: Intl.DisplayNames | undefined;

/** What a language is called in English; its code where nobody knows. */
export function languageName(code: string): string {
  if (code === "und") return "unknown";
  names ??= new Intl.DisplayNames(["en"], { type: "language" });
  try {
    return names.of(code) ?? code;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return code; // it is none
  }
}
