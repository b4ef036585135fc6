import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Label } from "../../domain/check/check.ts";
import { formatCount } from "../../domain/format/numbers.ts";
import { formatTime } from "../../domain/format/times.ts";
import { webUrl } from "../../domain/text/clean.ts";
import { MOOD_SHAPES } from "../elements/Shares.tsx";
import { Beside } from "../post/Beside.tsx";
import { describeLeft, type LabelProps } from "./check.ts";

const CHOICES = [
  ["positive", "Positive", "1"],
  ["neutral", "Neutral", "2"],
  ["negative", "Negative", "3"],
] as const;

/** The values of the buttons by their keys. */
const KEYS: Readonly<Record<string, Label | "undo">> = {
  "1": "positive",
  "2": "neutral",
  "3": "negative",
  "0": "skip",
  s: "skip",
  u: "undo",
};

/** Lets keys press the buttons of the form, each form once. */
function useKeys() {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    let isSent = false;
    addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, altKey, repeat, target } = event;
      const value = KEYS[key.toLowerCase()];
      const isTyped = target instanceof HTMLElement &&
        target.matches("input, select, textarea");
      if (!value || ctrlKey || metaKey || altKey || repeat || isTyped) return;
      const button = form.current!
        .querySelector<HTMLButtonElement>(`[value="${value}"]:enabled`);
      if (!button || isSent) return;
      isSent = true;
      event.preventDefault();
      button.click();
    }, { signal: stop.signal });
    // A page that the browser took out of its memory can be sent again.
    addEventListener("pageshow", () => isSent = false, { signal: stop.signal });
    return () => stop.abort();
  }, []);
  return form;
}

/** One post, and what a reader may say of it. */
export function LabelForm(props: LabelProps): VNode {
  const { address, checkId, place, post, done, size, secondsLeft } = props;
  const form = useKeys();
  const href = webUrl(post.url);
  return (
    <form method="post" action={address} class="label" ref={form}>
      <input type="hidden" name="check" value={checkId} />
      <input type="hidden" name="place" value={place} />
      <p class="progress">
        <label for="progress">
          {formatCount(done + 1)} of {formatCount(size)},{" "}
          {describeLeft(secondsLeft)}
        </label>
        <progress id="progress" value={done} max={size} />
      </p>
      <article class="post" aria-label="Post">
        <p class="by">
          <span>{post.source}</span>
          <time dateTime={post.createdAt}>
            {formatTime(Date.parse(post.createdAt) / 1_000, "day", "UTC")}
          </time>
          {href && (
            <a href={href} rel="external nofollow noopener noreferrer">
              Open original ↗
            </a>
          )}
        </p>
        <p class="text" dir="auto">{post.text}</p>
        {post.context && <Beside context={post.context} />}
      </article>
      <div class="answers">
        <p class="note">What is the mood of this text?</p>
        {CHOICES.map(([value, name, key]) => (
          <button
            key={value}
            type="submit"
            name="label"
            value={value}
            class={value}
          >
            <span aria-hidden="true">{MOOD_SHAPES[value]}</span> {name}
            <kbd aria-hidden="true">{key}</kbd>
          </button>
        ))}
        <button type="submit" name="label" value="skip" class="aside">
          Skip <kbd aria-hidden="true">S</kbd>
        </button>
        <button
          type="submit"
          name="do"
          value="undo"
          class="aside"
          disabled={done === 0}
        >
          Undo <kbd aria-hidden="true">U</kbd>
        </button>
      </div>
    </form>
  );
}
