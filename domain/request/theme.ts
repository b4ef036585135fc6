import { withParams } from "./address.ts";

/** Color schemes of pages: as the viewer's system, or always light or dark. */
export const THEMES = ["auto", "light", "dark"] as const;

/** One of {@linkcode THEMES}. */
type Theme = typeof THEMES[number];

const NAME = "freshet_theme";
const YEAR_S = 31_536_000;

/** The theme of a `Cookie` header; `auto` if there is none. */
export function readTheme(cookies: string | null): Theme {
  const [, value] = /(?:^|;\s*)freshet_theme=([^;]*)/.exec(cookies ?? "") ?? [];
  return THEMES.find((theme) => theme === value) ?? "auto";
}

/** Whether a `Cookie` header holds a theme and nothing else. */
export function isOnlyTheme(cookies: string | null): boolean {
  return (cookies ?? "").split(";").map((pair) => pair.trim())
    .every((pair) => pair === "" || pair.startsWith(`${NAME}=`));
}

/** The `Set-Cookie` header that keeps a theme. */
export function themeCookie(theme: Theme): string {
  const seconds = theme === "auto" ? 0 : YEAR_S;
  return `${NAME}=${theme}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
}

/** The theme that the switch leads to. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
}

/**
 * The address of a comparison: `/compare?topics=a,b&range=1h`.
 *
 * @param others Parameters besides the topics; null leaves one out.
 */
export function compareAddress(
  slugs: readonly string[],
  others: Readonly<Record<string, string | null>> = {},
): string {
  const topics = slugs.length > 0 ? slugs.join(",") : null;
  return withParams("/compare", { topics, ...others });
}
