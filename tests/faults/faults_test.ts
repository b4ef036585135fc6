import { MATRIX } from "./matrix.ts";
import { seededRandom } from "./row.ts";

for (const row of MATRIX.filter(({ isQuick }) => isQuick)) {
  Deno.test(`the pipeline holds: ${row.name}`, async () => {
    await row.run({ isSmall: true, random: seededRandom(Date.now()) });
  });
}
