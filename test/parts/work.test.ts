import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createWork } from "../../src/slack/work.ts";

const log = {
  warn: (_facts: object, message: string) => {
    throw new Error(message);
  },
  error: (_facts: object, message: string) => {
    throw new Error(message);
  },
};

test("pieces that came at once wait until all begins, and begin in turns of the event loop of their own: an acknowledgement gets in between", async () => {
  const work = createWork(log);
  const begunIn: number[] = [];
  let turn = 0;

  for (let piece = 0; piece < 20; piece += 1) {
    work.take(
      { what: "piece", operation: null },
      async () => {
        begunIn.push(turn);
      },
      async () => {},
    );
  }
  await nextTurn();
  expect(work.length()).toEqual({ waiting: 20, running: 0 });
  work.begin();
  while (begunIn.length < 20) {
    await nextTurn();
    turn += 1;
  }

  await work.settled(1_000);
  expect(new Set(begunIn).size).toBe(20);
  expect(work.length()).toEqual({ waiting: 0, running: 0 });
});
