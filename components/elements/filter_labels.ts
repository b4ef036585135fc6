import type { PostFilter } from "../../domain/post/search.ts";
import { NO_REPOSTS } from "../../domain/post/post.ts";
import { describeTerm } from "./labels.ts";

/** An active filter. */
interface FilterLabel {
  /** Its parameter in the address of a page. */
  readonly name: "mood" | "term" | "site" | "lang" | "author" | "kind" | "q";
  readonly text: string;
}

/** Describes a filter, part by part: `hashtag otters`, `by ann`, `text “ice”`. */
export function describeFilter(
  { sentiment, term, site, lang, author, kinds, q }: PostFilter,
): FilterLabel[] {
  const labels: FilterLabel[] = [];
  const add = (name: FilterLabel["name"], text: string) =>
    labels.push({ name, text });
  if (sentiment) add("mood", `${sentiment} posts`);
  if (term) add("term", describeTerm(term));
  if (site) add("site", describeTerm({ kind: "link", term: site }));
  if (lang) add("lang", describeTerm({ kind: "lang", term: lang }));
  if (author) add("author", `by ${author}`);
  if (kinds) {
    const isAllButReposts = `${kinds}` === `${NO_REPOSTS}`;
    add("kind", isAllButReposts ? "no reposts" : `kind ${kinds.join(" or ")}`);
  }
  if (q) add("q", `text “${q}”`);
  return labels;
}
