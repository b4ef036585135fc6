import { useSignal } from "@preact/signals";
import type { RefObject, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Label } from "../../domain/check/check.ts";
import { formatTime } from "../../domain/format/times.ts";
import { webUrl } from "../../domain/text/clean.ts";
import { later, useScript } from "../elements/later.tsx";
import { MOOD_SHAPES } from "../elements/Shares.tsx";
import { describeLeft, describePlace, type LabelProps } from "./check.ts";

const Beside = await later(
  async () => (await import("../post/Beside.tsx")).Beside,
  ".post .beside, .post blockquote",
);

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

/**
 * Sends the form without leaving the page, and shows the next post. If that
 * fails, the browser sends it, and its page says why.
 */
function useLabelling(props: LabelProps) {
  const form = useRef<HTMLFormElement>(null);
  const shown = useSignal(props);
  const isBusy = useRef(false);
  const isPlain = useRef(false);

  async function send(submitter: HTMLElement | null): Promise<void> {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form.current!, submitter)) {
      body.append(name, String(value));
    }
    const headers = { accept: "application/json" };
    const answer = await fetch(props.address, {
      ...{ method: "POST", headers, body },
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const { post }: { post: LabelProps | null } = await answer.json();
    if (!post) return location.assign(`${props.address}?show=result`);
    shown.value = post;
    document.title = document.title
      .replace(/^[^·]+·/, `${describePlace(post)} ·`);
    const { top } = form.current!.getBoundingClientRect();
    if (top < 0) form.current!.scrollIntoView();
  }
  function onSubmit(event: SubmitEvent): void {
    if (isPlain.current) return;
    event.preventDefault();
    if (isBusy.current) return;
    isBusy.current = true;
    const { submitter } = event;
    send(submitter).catch(() => {
      isPlain.current = true;
      submitter?.click();
    }).finally(() => isBusy.current = false);
  }
  return { form, shown, onSubmit };
}

/** Lets keys press the buttons of the form. */
function useKeys(form: RefObject<HTMLFormElement>): void {
  useEffect(() => {
    const stop = new AbortController();
    addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, altKey, repeat, target } = event;
      const value = KEYS[key.toLowerCase()];
      const isTyped = target instanceof HTMLElement &&
        target.matches("input, select, textarea");
      if (!value || ctrlKey || metaKey || altKey || repeat || isTyped) return;
      event.preventDefault();
      form.current!
        .querySelector<HTMLButtonElement>(`[value="${value}"]:enabled`)
        ?.click();
    }, { signal: stop.signal });
    return () => stop.abort();
  }, []);
}

/** One post after the other, and what a reader may say of it. */
export function LabelForm(props: LabelProps): VNode {
  const { form, shown, onSubmit } = useLabelling(props);
  const hasScript = useScript();
  useKeys(form);
  const { address, checkId, place, post, done, size, secondsLeft } =
    shown.value;
  const href = webUrl(post.url);
  const keyOf = (key: string) =>
    hasScript.value && <kbd aria-hidden="true">{key}</kbd>;
  return (
    <form
      method="post"
      action={address}
      class="label"
      ref={form}
      onSubmit={onSubmit}
    >
      <input type="hidden" name="check" value={checkId} />
      <input type="hidden" name="place" value={place} />
      <p class="progress">
        <label for="progress">
          {describePlace(shown.value)}, {describeLeft(secondsLeft)}
        </label>
        <progress id="progress" value={done} max={size} />
      </p>
      <article class="post" aria-label="Post" aria-live="polite">
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
            {keyOf(key)}
          </button>
        ))}
        <button type="submit" name="label" value="skip" class="aside">
          Skip {keyOf("S")}
        </button>
        <button
          type="submit"
          name="do"
          value="undo"
          class="aside"
          disabled={done === 0}
        >
          Undo {keyOf("U")}
        </button>
      </div>
    </form>
  );
}
