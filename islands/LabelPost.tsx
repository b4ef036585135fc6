import type { VNode } from "preact";
import type { LabelProps } from "../components/check/check.ts";
import { LabelForm } from "../components/check/LabelForm.tsx";

/** A post to label, with its keys. */
export function LabelPost(props: LabelProps): VNode {
  return <LabelForm {...props} />;
}
