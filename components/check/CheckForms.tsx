import type { VNode } from "preact";
import { SIZES } from "../../domain/check/check.ts";
import { formatCount } from "../../domain/format/numbers.ts";
import { SignInForm } from "../manage/TopicRow.tsx";
import { type CheckProps, formatSpanOf } from "./check.ts";

/** Times that a check may be of. */
const TIMES = [
  ["1h", "The last hour"],
  ["24h", "The last 24 hours"],
  ["7d", "The last 7 days"],
  ["30d", "The last 30 days"],
  ["all", "All posts"],
] as const;

const USUAL_SIZE = 100;

/** Begins a check. */
export function StartForm(
  { address, time, newest }: Pick<CheckProps, "address" | "time" | "newest">,
): VNode {
  return (
    <form method="post" action={address} class="form">
      <div class="field">
        <label for="range">Posts of</label>
        <select id="range" name="range">
          {time === "page" && (
            <option value="page">The time shown before</option>
          )}
          {TIMES.map(([value, name]) => (
            <option key={value} value={value} selected={value === time}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <fieldset>
        <legend>How many</legend>
        {SIZES.map((size) => (
          <label key={size}>
            <input
              type="radio"
              name="size"
              value={size}
              defaultChecked={size === USUAL_SIZE}
            />
            <span>
              {formatCount(size)} random posts, about{" "}
              {formatCount(Math.ceil(size / 20))} min
            </span>
          </label>
        ))}
      </fieldset>
      <p>
        <button type="submit" name="do" value="start">
          {newest ? "Start a new check" : "Start"}
        </button>
      </p>
    </form>
  );
}

/** What a reader may do with a check besides labelling. */
export function CheckActions(
  { slug, address, newest, progress }: Pick<
    CheckProps,
    "slug" | "address" | "newest" | "progress"
  >,
): VNode {
  const id = newest!.id;
  return (
    <form method="post" action={address} class="actions">
      <input type="hidden" name="check" value={id} />
      <LabelLinks slug={slug} />
      {progress && progress.done > 0 && (
        <>
          <button type="submit" name="do" value="another">
            Label as another reader
          </button>
          <button type="submit" name="do" value="forget">
            Delete my labels
          </button>
        </>
      )}
      <details>
        <summary>Delete this check</summary>
        <p>
          All labels of {formatSpanOf(newest!)} by all readers are lost.{" "}
          <button type="submit" name="do" value="delete">Delete it</button>
        </p>
      </details>
    </form>
  );
}

/** The labels as files. */
export function LabelLinks({ slug }: { slug: string }): VNode {
  const asked = `/api/check/labels?topic=${encodeURIComponent(slug)}`;
  return (
    <>
      <a class="button" href={`${asked}&format=csv`} download>Labels as CSV</a>
      <a class="button" href={asked} download={`${slug}-labels.json`}>
        as JSON
      </a>
    </>
  );
}

/** Says who may check a topic, to those who may not. */
export function CheckAccess(
  { access, address, error }: Pick<CheckProps, "access" | "address" | "error">,
): VNode {
  return (
    <section aria-labelledby="access">
      <h2 id="access">Who may check</h2>
      <p>Those who may change topics.</p>
      {error && error.field === null && (
        <p class="wrong" role="alert">{error.message}</p>
      )}
      {access === "read-only" && (
        <p>
          Nobody may here: start the server with <code>ADMIN_TOKEN</code> set.
        </p>
      )}
      {access === "link" && (
        <p>
          Open the link that the terminal shows, where Freshet was started, and
          then this page.
        </p>
      )}
      {access === "signed-out" && (
        <SignInForm
          address={address}
          error={error}
        />
      )}
    </section>
  );
}
