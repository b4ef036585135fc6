import type { TypeCastField, TypeCastNext } from "mysql2";

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
