import { deepStrictEqual } from "node:assert/strict";
import { onPlainClick } from "./address.ts";

/** Clicks, and says whether the link acted and whether the browser was kept from it. */
function click(given: Partial<MouseEvent>): [number, boolean] {
  let acts = 0;
  const event = Object.assign(new Event("click", { cancelable: true }), {
    button: 0,
    ...given,
  });
  onPlainClick(() => acts++)(event as MouseEvent);
  return [acts, event.defaultPrevented];
}

Deno.test("onPlainClick() acts in place of the browser", () => {
  deepStrictEqual(click({}), [1, true]);
});

Deno.test("onPlainClick() leaves to the browser what asks for a tab, a window or a download", () => {
  const meant = [
    { button: 1 },
    { altKey: true },
    { ctrlKey: true },
    { metaKey: true },
    { shiftKey: true },
  ];
  deepStrictEqual(meant.map(click), meant.map(() => [0, false]));
});
