import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

interface CounterProps {
  start: number;
}

/** No island: only functions are. */
export const ELEMENT = "main";

export function Counter({ start }: CounterProps): VNode {
  const [count, setCount] = useState(start);
  const [isAlive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return (
    <>
      <button
        type="button"
        id="count"
        data-alive={isAlive}
        onClick={() => setCount(count + 1)}
      >
        {count}
      </button>
      {count > start && <output>more</output>}
      {count > start && <output>and more</output>}
    </>
  );
}

export function Label({ text }: { text: string }): VNode {
  const [isAlive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return <b id="label" data-alive={isAlive}>{text}</b>;
}
