import type { VNode } from "preact";
import { TEXT } from "./(_shared)/text.ts";

export default function Plain(): VNode {
  return <p>{TEXT}</p>;
}
