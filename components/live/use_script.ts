import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Whether script runs: not on the server, and so not in the first picture that the browser draws either. */
export function useScript(): ReadonlySignal<boolean> {
  const hasScript = useSignal(false);
  useEffect(() => {
    hasScript.value = true;
  }, []);
  return hasScript;
}
