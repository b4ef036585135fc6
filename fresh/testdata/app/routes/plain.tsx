import type { VNode } from "preact";

export default function Plain(): VNode {
  return <p>no island</p>;
}
