/** Word from persist that it has committed: readers need not wait for their next look. */
export interface Nudges extends AsyncDisposable {
  /** Tells all who listen. While the server is away it tells nobody: looking is the guarantee. */
  nudge(): void;
  /** Calls back at each nudge; call the answer to hear no more. */
  onNudge(callback: () => void): () => void;
  /** Whether the server can be reached, as far as is known. */
  readonly isUp: boolean;
}
