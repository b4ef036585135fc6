import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { TIME_PARAMETERS, withParams } from "../../domain/request/address.ts";
import {
  firstInstant,
  instantsAt,
  wallAt,
  type Zone,
} from "../../domain/time/zones.ts";
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
  /** What the clocks show may be another time too: only a changed field is read. */
  const timeOf = (name: "from" | "to") => {
    const { value, defaultValue } = fieldOf(name);
    return value === defaultValue
      ? initial[name]
      : fromInput(value, name, zone.peek());
  };

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
  const iso = new Date(wallAt(seconds, zone) * 1_000).toISOString();
  return iso.endsWith(":00.000Z") ? iso.slice(0, 16) : iso.slice(0, 19);
}

/**
 * Parses the value of such an input into seconds since the epoch; null if it is
 * invalid. Of a time that clocks show twice it is the first as the start of a
 * range, and the second as its end; if they skip it, it is when they do.
 */
export function fromInput(
  text: string,
  end: "from" | "to",
  zone: Zone,
): number | null {
  const ms = Date.parse(`${text}Z`);
  if (Number.isNaN(ms)) return null;
  const wall = Math.floor(ms / 1_000);
  const last = end === "to" ? instantsAt(wall, zone).at(-1) : undefined;
  return last ?? firstInstant(wall, zone);
}
