/** What lets somebody in who has shown the token before. */
export interface Session {
  /** Letters, digits, `.`, `-` and `_`; says nothing of the token. */
  readonly value: string;
  /** How long it lasts. */
  readonly seconds: number;
}
