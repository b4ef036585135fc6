import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

/** No island: only functions are. */
export const START = 3;

export function Counter({ label }: { label: string }): VNode {
  const [count, setCount] = useState(START);
  const [isAlive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  const add = () => setCount(count + 1);
  return (
    <>
      <button type="button" data-alive={isAlive} onClick={add}>{count}</button>
      {count > START && <output>more</output>}
      {count > START && <output>and more</output>}
      <b>{label}</b>
    </>
  );
}

/** Nothing, until something is clicked. */
export function Late(): VNode | null {
  const [isClicked, setClicked] = useState(false);
  useEffect(() => {
    document.addEventListener("click", () => setClicked(true), { once: true });
  }, []);
  return isClicked ? <i>late</i> : null;
}
