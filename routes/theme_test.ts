import { deepStrictEqual } from "node:assert/strict";
import { handler } from "./theme.ts";

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
  const referer = "http://localhost:8000/t/trump?range=7d";
  deepStrictEqual(press({ referer }), [303, referer, "freshet_theme=light"]);
  deepStrictEqual(
    press({ referer, cookie: "freshet_theme=light" }),
    [303, referer, "freshet_theme=dark"],
  );
});

Deno.test("POST /theme leads to no other site", () => {
  for (const referer of ["", "x", "http://evil.example/theme"]) {
    deepStrictEqual(press({ referer })[1], "/");
  }
});
