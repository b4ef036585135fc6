import { deepStrictEqual } from "node:assert/strict";
import { onPlainClick } from "./address.ts";

/** Clicks; returns how often the handler ran, and whether the default was prevented. */
function click(given: Partial<MouseEvent>): [number, boolean] {
  let acts = 0;
  const event = Object.assign(new Event("click", { cancelable: true }), {
    button: 0,
    ...given,
  });
  onPlainClick(() => acts++)(event as MouseEvent);
  return [acts, event.defaultPrevented];
}

Deno.test("onPlainClick() handles a plain click", () => {
  deepStrictEqual(click({}), [1, true]);
});

Deno.test("onPlainClick() leaves clicks for a tab, a window or a download to the browser", () => {
  const meant = [
    { button: 1 },
    { altKey: true },
    { ctrlKey: true },
    { metaKey: true },
    { shiftKey: true },
  ];
  deepStrictEqual(meant.map(click), meant.map(() => [0, false]));
});
