/** What a source tells of a post's text beyond its letters. Names are without their sign, in any case. */
export interface PostEntities {
  /** Absolute addresses, http or https. */
  readonly links?: readonly string[];
  readonly hashtags?: readonly string[];
  readonly mentions?: readonly string[];
  readonly cashtags?: readonly string[];
}
