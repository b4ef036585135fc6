import { address } from "../address/address.ts";

/** What an entry of the browser's history remembers besides its address. */
export interface VisitState {
  /** Whether it was made by zooming: then the entry before it shows more. */
  readonly zoomed?: boolean;
}

/** Shows another address without a reload: the browser's back button leads to the one before. */
export function visit(next: string, state: VisitState = {}): void {
  if (next === address.peek()) return;
  history.pushState(state, "", next);
  address.value = next;
}
