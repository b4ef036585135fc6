import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { Zone } from "../../domain/format/times.ts";
import { withParams } from "../../domain/request/parameters.ts";
import { TIME_PARAMETERS } from "../../domain/request/range.ts";
import { visit } from "../address/address.ts";
import { zone, zoneName } from "../address/zone.ts";

/** Props of {@linkcode RangeForm}. */
export interface RangeFormProps {
  /** What the page shows: path and query. */
  address: string;
  /** The time that is shown, in seconds since the epoch: where the form begins. */
  from: number;
  to: number;
  /** Called when a time was chosen. */
  onShow: () => void;
}

/** Choice of any time by its ends. Without script they are in UTC, and the rest of the address goes along. */
export function RangeForm(
  { address, from, to, onShow }: RangeFormProps,
): VNode {
  const form = useRef<HTMLFormElement>(null);
  // Fields that moved with the time would lose what is being typed.
  const { current: began } = useRef({ from, to });
  const [path = "", query = ""] = address.split("?");
  const others = Array.from(new URLSearchParams(query))
    .filter(([name]) => !TIME_PARAMETERS.includes(name));

  const fieldOf = (name: string) =>
    form.current!.elements.namedItem(name) as HTMLInputElement;
  const timeOf = (name: string) => fromInput(fieldOf(name).value, zone.peek());

  /** The browser says it at the field, and sends nothing. */
  function judge(): void {
    const [start, end] = [timeOf("from"), timeOf("to")];
    const isWrong = start !== null && end !== null && start >= end;
    fieldOf("from").setCustomValidity(
      isWrong ? "From must be a time before To" : "",
    );
  }

  function show(event: SubmitEvent): void {
    const [start, end] = [timeOf("from"), timeOf("to")];
    // What cannot be read the server names.
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
      onInput={judge}
      onSubmit={show}
    >
      {others.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TimeInput name="from" seconds={began.from} zone={zone.value} />
      <TimeInput name="to" seconds={began.to} zone={zone.value} />
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

/** A time in seconds since the epoch, as `<input type="datetime-local">` wants it. */
export function toInput(seconds: number, zone: Zone): string {
  const offset = zone === "UTC"
    ? 0
    : new Date(seconds * 1_000).getTimezoneOffset() * 60;
  const iso = new Date((seconds - offset) * 1_000).toISOString();
  return seconds % 60 === 0 ? iso.slice(0, 16) : iso.slice(0, 19);
}

/** What was written into such an input, in seconds since the epoch; null if it is not a time. */
export function fromInput(text: string, zone: Zone): number | null {
  // Without a zone at its end a time is the viewer's own.
  const ms = Date.parse(zone === "UTC" ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1_000);
}
