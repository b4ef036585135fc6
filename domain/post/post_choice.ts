import type { Sentiment } from "./post.ts";
import type { Term } from "./term.ts";

/** Which posts somebody wants to see: those for which all holds that is given. */
export interface PostChoice {
  /** Words that a post must hold, and texts between quotes, any case. */
  readonly q?: string;
  readonly sentiment?: Sentiment;
  /** BCP 47, as the post has it. */
  readonly lang?: string;
  /** What a post must hold; never of the kind `lang`. */
  readonly term?: Term;
}
