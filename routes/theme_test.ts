import { deepStrictEqual } from "node:assert/strict";
import { handler } from "./theme.ts";

/** Its path alone would lead to another site. */
const HOSTILE = "http://localhost:8000//evil.example/";

/** Where a press on the button leads, and the cookie that it sets. */
function press(headers: Record<string, string>) {
  const url = new URL("http://localhost:8000/theme");
  const req = new Request(url, { method: "POST", headers });
  const context = { req, url } as Parameters<typeof handler.POST>[0];
  const response = handler.POST(context) as Response;
  const [cookie] = response.headers.get("set-cookie")!.split(";");
  return [response.status, response.headers.get("location"), cookie];
}

Deno.test("POST /theme switches to the next theme, and leads back", () => {
  const path = "/t/trump?range=7d";
  const referer = `http://localhost:8000${path}`;
  deepStrictEqual(press({ referer }), [303, path, "freshet_theme=light"]);
  deepStrictEqual(
    press({ referer, cookie: "freshet_theme=light" }),
    [303, path, "freshet_theme=dark"],
  );
});

Deno.test("POST /theme leads to no other site", () => {
  for (const referer of ["", "x", "http://evil.example/theme", HOSTILE]) {
    deepStrictEqual(press({ referer })[1], "/");
  }
});
