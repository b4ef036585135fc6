import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Attempt, type Room, SendQueue } from "./send_queue.ts";

const ROOMY: Room = { messages: 100, bytes: 1_000 };

/** A queue of messages with these sizes; their ids are their places. */
function queueOf(sizes: readonly number[]): SendQueue {
  const queue = new SendQueue();
  sizes.forEach((size, i) =>
    queue.add({
      message: { subject: "posts.a.b", id: `${i}`, data: new Uint8Array() },
      ...{ id: `${i}`, payload: size, size },
      ...{ resolve() {}, reject() {} },
    })
  );
  return queue;
}

function takeAll(queue: SendQueue, room: Room = ROOMY): Attempt[] {
  const attempts: Attempt[] = [];
  for (let next = queue.next(room); next; next = queue.next(room)) {
    attempts.push(next);
  }
  return attempts;
}

const idsOf = (attempts: readonly Attempt[]) =>
  attempts.map(({ item }) => item.id).join("");

Deno.test("SendQueue gives messages in order while there is room", () => {
  const queue = queueOf([1, 1, 1, 1]);
  const first = takeAll(queue, { messages: 2, bytes: 1_000 });
  strictEqual(idsOf(first), "01");
  strictEqual(queue.settle(first[1]!), true);
  strictEqual(idsOf(takeAll(queue, { messages: 2, bytes: 1_000 })), "2");
  deepStrictEqual([queue.length, queue.inFlight], [3, 2]);
});

Deno.test("SendQueue counts bytes, and sends what is larger alone", () => {
  const queue = queueOf([40, 40, 40, 200, 1]);
  const first = takeAll(queue, { messages: 9, bytes: 100 });
  strictEqual(idsOf(first), "01");
  for (const attempt of first) queue.settle(attempt);
  const second = takeAll(queue, { messages: 9, bytes: 100 });
  strictEqual(idsOf(second), "2");
  for (const attempt of second) queue.settle(attempt);
  strictEqual(idsOf(takeAll(queue, { messages: 9, bytes: 100 })), "3");
});

Deno.test("SendQueue gives again what was taken back, in order, when no other is on its way", () => {
  const queue = queueOf([1, 1, 1, 1, 1]);
  const [a, b, c] = takeAll(queue, { messages: 3, bytes: 9 });
  for (const attempt of [c!, a!]) {
    queue.settle(attempt);
    queue.takeBack(attempt);
    strictEqual(idsOf(takeAll(queue)), "");
  }
  queue.settle(b!);
  strictEqual(idsOf(takeAll(queue)), "0234");
});

Deno.test("SendQueue ignores a late answer to what was taken back", () => {
  const queue = queueOf([1]);
  const [first] = takeAll(queue);
  queue.takeAllBack();
  const [second] = takeAll(queue);
  strictEqual(queue.settle(first!), false);
  strictEqual(queue.inFlight, 1);
  strictEqual(queue.settle(second!), true);
  deepStrictEqual([queue.length, queue.inFlight], [0, 0]);
});

Deno.test("SendQueue tells everything when it is cleared", () => {
  const queue = queueOf([1, 1, 1]);
  takeAll(queue, { messages: 2, bytes: 9 });
  deepStrictEqual(queue.clear().map(({ id }) => id), ["0", "1", "2"]);
  strictEqual(queue.length, 0);
});
