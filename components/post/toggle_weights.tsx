/** Shows below a post which words weighed; loaded when that is asked for. @module */
import { render } from "preact";
import type { PostWeights } from "../../domain/schema/posts.ts";
import { fetchJson } from "../live/fetch.ts";
import { Weights } from "./Weights.tsx";

/**
 * Shows the words of a button's post below it, or hides them again.
 *
 * @throws If the server does not answer.
 */
export async function toggleWeights(
  form: HTMLFormElement,
  button: HTMLButtonElement,
): Promise<void> {
  const post = button.closest("li")!;
  const shown = post.querySelector(":scope > .weighed");
  button.ariaExpanded = String(!shown);
  if (shown) {
    render(null, shown);
    shown.remove();
    return;
  }
  const place = document.createElement("div");
  place.className = "weighed";
  post.append(place);
  const [, , slug] = new URL(form.action).pathname.split("/");
  const params = { topic: decodeURIComponent(slug!), seq: button.value };
  const { signal } = new AbortController();
  render(
    <Weights
      {...await fetchJson<PostWeights>("/api/weights", params, signal)}
    />,
    place,
  );
}
