import { strictEqual } from "node:assert/strict";
import type { Parameter } from "../../../domain/api/open_api.ts";
import type { Asker } from "./create_asker.ts";

/** Values that every request must have. */
const REQUIRED: Readonly<Record<string, string>> = {
  topic: "trump",
  kind: "lang",
};

/** Each parameter with what it takes and what it does not; each that must be there, left out. */
export async function askEverything(
  { ask }: Asker,
  path: string,
  parameters: readonly Parameter[],
): Promise<void> {
  const base = Object.fromEntries(
    parameters.filter(({ required }) => required)
      .map(({ name }) => [name, REQUIRED[name]!]),
  );
  const expect = async (
    params: Readonly<Record<string, string | number>>,
    status: number,
  ) => {
    const { status: actual, body } = await ask("get", path, { params });
    const said = JSON.stringify(body)?.slice(0, 200);
    strictEqual(actual, status, `${path} ${JSON.stringify(params)}: ${said}`);
  };
  await expect(base, 200);
  for (const { name, schema, required, in: place } of parameters) {
    if (place !== "query") continue;
    const { [name]: _, ...without } = base;
    if (required) await expect(without, 400);
    if (name === "topic") await expect({ ...base, topic: "nobody" }, 404);
    for (const value of takenBy(schema)) {
      await expect({ ...base, [name]: value }, 200);
    }
    for (const value of refusedBy(schema)) {
      await expect({ ...base, [name]: value }, 400);
    }
  }
}

type Bounds = Parameter["schema"] & {
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
};

function takenBy(schema: Bounds): (string | number)[] {
  const { minimum, maximum, multipleOf } = schema;
  return [
    ...schema.enum ?? [],
    ...minimum === undefined ? [] : [minimum],
    ...maximum === undefined ? [] : [maximum],
    ...multipleOf === undefined ? [] : [multipleOf * 2],
  ];
}

function refusedBy(schema: Bounds): (string | number)[] {
  const { minimum, maximum, multipleOf, maxLength } = schema;
  return [
    ...schema.enum || schema.pattern ? ["§"] : [],
    ...minimum === undefined ? [] : [minimum - 1, "1.5"],
    ...maximum === undefined ? [] : [maximum + 1],
    ...multipleOf === undefined ? [] : [multipleOf + 1],
    ...maxLength === undefined ? [] : ["a".repeat(maxLength + 1)],
  ];
}
