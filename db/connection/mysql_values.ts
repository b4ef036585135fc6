import type { TypeCastField, TypeCastNext } from "mysql2";
import { Buffer } from "node:buffer";

/** Thrown for a number that no column holds; MySQL would round it and say nothing. */
export class UnstorableNumberError extends RangeError {
  constructor(value: number) {
    super(`Cannot store number: ${value} is not whole`);
    this.name = "UnstorableNumberError";
  }
}

/**
 * A statement's value as mysql2 must be given it.
 *
 * @throws {UnstorableNumberError} If it is a number that is not whole.
 * @throws {TypeError} If it is nothing that a column holds.
 */
export function toMysqlValue(
  value: unknown,
): string | number | bigint | Buffer | null {
  switch (typeof value) {
    case "string":
    case "bigint":
      return value;
    case "number":
      if (!Number.isInteger(value)) throw new UnstorableNumberError(value);
      return value;
  }
  if (value === null) return null;
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  throw new TypeError(`Cannot store value: it is of type ${typeof value}`);
}

/**
 * A column's value as our rows have it: whole numbers and sums as numbers (all
 * that we store are exact; what is beyond them stays text), binary keys as text.
 */
export function readMysqlValue(
  field: TypeCastField,
  next: TypeCastNext,
): unknown {
  switch (field.type) {
    case "LONGLONG":
    case "NEWDECIMAL":
      return toNumber(field.string());
    case "VAR_STRING":
      return field.string("utf8");
    default:
      return next();
  }
}

function toNumber(text: string | null): number | string | null {
  if (text === null) return null;
  const value = Number(text);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : text;
}
