import type { TypeCastField, TypeCastNext } from "mysql2";
import { Buffer } from "node:buffer";
import { UnstorableNumberError } from "./errors.ts";

/**
 * Converts a statement's value to what mysql2 takes.
 *
 * @throws {UnstorableNumberError} If it is a number that is no integer.
 * @throws {TypeError} If no column can hold it.
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
 * Converts a column's value to what our rows hold: integers and sums as numbers
 * (unsafe ones stay text; we store none), binary keys as text.
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
