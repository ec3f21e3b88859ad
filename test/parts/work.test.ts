import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import type { Refusal } from "../../src/domain/refusal.ts";
import { claimed } from "../../src/slack/claims.ts";
import { createAcknowledgements } from "../../src/slack/acknowledgements.ts";
import { createWork } from "../../src/slack/work.ts";

const log = {
  warn: (_facts: object, message: string) => {
    throw new Error(message);
  },
  error: (_facts: object, message: string) => {
    throw new Error(message);
  },
};

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

const never = async (): Promise<void> => {
  throw new Error("refused");
};

test("pieces that came at once wait until all begins, and begin in turns of the event loop of their own: an acknowledgement gets in between", async () => {
  const work = createWork(createAcknowledgements(() => {}).given, log);
  const begunIn: number[] = [];
  let turn = 0;

  for (let piece = 0; piece < 20; piece += 1) {
    work.take(
      { what: "piece", operation: null, claim: claimed },
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

test("pieces begin at a pace that leaves room for what comes meanwhile", async () => {
  const work = createWork(createAcknowledgements(() => {}).given, log);
  let begun = 0;
  work.begin();
  for (let piece = 0; piece < 30; piece += 1) {
    work.take({ what: "piece", operation: null, claim: claimed }, async () => void (begun += 1), never);
  }

  const began = performance.now();
  await work.settled(5_000);
  expect(begun).toBe(30);
  // Two in twenty milliseconds: thirty take fourteen times as long, and the first two no time.
  expect(performance.now() - began).toBeGreaterThan(250);
});

test("no piece begins while a request waits for its acknowledgement, whether it gets one or not", async () => {
  const acknowledged = vi.fn<(kind: string) => void>();
  const { arrived, given } = createAcknowledgements(acknowledged);
  const work = createWork(given, log);
  const begun: string[] = [];
  const take = (piece: string): boolean =>
    work.take({ what: piece, operation: null, claim: claimed }, async () => void begun.push(piece), never);
  work.begin();

  arrived("block_suggestion");
  const one = arrived("command");
  const other = arrived("command");
  take("first");
  await turns(3);
  void one.acknowledged();
  await turns(3);
  expect(begun).toEqual([]);
  other.over();
  await turns(3);

  expect(begun).toEqual(["first"]);
  expect(acknowledged).toHaveBeenCalledTimes(1);
});

test("requests that come without a pause do not hold up work for ever", async () => {
  const { arrived, given } = createAcknowledgements(() => {});
  const work = createWork(given, log);
  const done = vi.fn<() => Promise<void>>(async () => {});
  work.begin();

  arrived("command");
  work.take({ what: "piece", operation: null, claim: claimed }, done, never);

  await expect.poll(() => done.mock.calls.length, { timeout: 2_000 }).toBe(1);
});

test("who finds no place is told so, and not before others are acknowledged either", async () => {
  const { arrived, given } = createAcknowledgements(() => {});
  const work = createWork(given, log);
  const refuse = vi.fn<(refusal: Refusal) => Promise<void>>(async () => {});
  const take = (): boolean => work.take({ what: "piece", operation: null, claim: claimed }, async () => {}, refuse);

  const waiting = arrived("command");
  const places = Array.from({ length: 501 }, take);
  await turns(3);
  expect(refuse).not.toHaveBeenCalled();
  void waiting.acknowledged();
  await turns(3);

  expect(places.filter((hasPlace) => !hasPlace)).toHaveLength(1);
  expect(refuse.mock.calls).toEqual([[{ code: "too-busy" }]]);
});
