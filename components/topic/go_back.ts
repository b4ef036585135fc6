import { withParams } from "../../domain/request/with_params.ts";
import { visit } from "./visit.ts";

/** To what was shown before the last zoom; to the live window from an address that was opened as it is. */
export function goBack(address: string): void {
  if (history.state?.zoomed) return history.back();
  visit(withParams(address, { from: null, to: null }));
}
