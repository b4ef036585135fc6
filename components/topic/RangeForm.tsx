import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { TIME_PARAMETERS, withParams } from "../../domain/request/address.ts";
import type { Zone } from "../../domain/format/times.ts";
import { visit, zone, zoneName } from "../address/address.ts";

/** Props of {@linkcode RangeForm}. */
export interface RangeFormProps {
  /** Path and query of the page. */
  address: string;
  /** The selected range, in seconds since the epoch: the initial values. */
  from: number;
  to: number;
  /** Called when a range was submitted. */
  onShow: () => void;
}

/** Selects any range by its ends; without scripts they are in UTC. */
export function RangeForm(
  { address, from, to, onShow }: RangeFormProps,
): VNode {
  const form = useRef<HTMLFormElement>(null);
  // Open fields do not move with time: they would lose what is being typed.
  const { current: initial } = useRef({ from, to });
  const [path = "", query = ""] = address.split("?");
  const others = Array.from(new URLSearchParams(query))
    .filter(([name]) => !TIME_PARAMETERS.includes(name));

  const fieldOf = (name: string) =>
    form.current!.elements.namedItem(name) as HTMLInputElement;
  const timeOf = (name: string) => fromInput(fieldOf(name).value, zone.peek());

  /** The browser shows the error at the field, and does not submit the form. */
  function validate(): void {
    const [start, end] = [timeOf("from"), timeOf("to")];
    const isWrong = start !== null && end !== null && start >= end;
    fieldOf("from").setCustomValidity(
      isWrong ? "From must be earlier than To" : "",
    );
  }

  function submit(event: SubmitEvent): void {
    const [start, end] = [timeOf("from"), timeOf("to")];
    // The server reports invalid times.
    if (start === null || end === null) return;
    event.preventDefault();
    onShow();
    const times = { range: null, from: `${start}`, to: `${end}` };
    visit(withParams(address, times));
  }

  return (
    <form
      class="popover"
      ref={form}
      action={path}
      onInput={validate}
      onSubmit={submit}
    >
      {others.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TimeInput name="from" seconds={initial.from} zone={zone.value} />
      <TimeInput name="to" seconds={initial.to} zone={zone.value} />
      <button type="submit">Show</button>
    </form>
  );
}

function TimeInput(
  { name, seconds, zone }: {
    name: "from" | "to";
    seconds: number;
    zone: Zone;
  },
): VNode {
  return (
    <label>
      {name === "from" ? "From" : "To"}, {zoneName(zone)}
      <input
        type="datetime-local"
        name={name}
        step="1"
        defaultValue={toInput(seconds, zone)}
        required
      />
    </label>
  );
}

/** Formats seconds since the epoch for `<input type="datetime-local">`. */
export function toInput(seconds: number, zone: Zone): string {
  const offset = zone === "UTC"
    ? 0
    : new Date(seconds * 1_000).getTimezoneOffset() * 60;
  const iso = new Date((seconds - offset) * 1_000).toISOString();
  return seconds % 60 === 0 ? iso.slice(0, 16) : iso.slice(0, 19);
}

/** Parses the value of such an input into seconds since the epoch; null if it is invalid. */
export function fromInput(text: string, zone: Zone): number | null {
  // A time without a zone is local.
  const ms = Date.parse(zone === "UTC" ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1_000);
}
