import type { VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";

/** HTML that was rendered before, for a place in what is rendered now. */
export function rawHtml(html: string): VNode {
  return jsxTemplate([html]);
}
