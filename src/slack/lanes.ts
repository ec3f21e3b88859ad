import type { Urgency } from "./budget.ts";

/** Time, as lanes need it. */
export interface LaneClock {
  now(): number;
  /** Milliseconds that pass whatever the clock is put to. */
  elapsed(): number;
  after(milliseconds: number, call: () => void): () => void;
}

/** Thrown by work that has to wait; milliseconds, or null: a while that grows from try to try. */
export class TryLater extends Error {
  override readonly name = "TryLater";
  readonly after: number | null;

  constructor(after: number | null) {
    super("try later");
    this.after = after;
  }
}

interface Lane<Item> {
  /** In the order they came; an item that comes again while it waits is one item, as urgent as it ever was. */
  readonly waiting: Map<Item, Urgency>;
  busy: boolean;
  failures: number;
}

interface Lanes<Name, Item> {
  /** What is decided, or has ended, comes before what only moves on. */
  add(lane: Name, item: Item, urgency?: Urgency): void;
  /** Resolves when all lanes are empty, or after so many milliseconds: from then on nothing is begun. */
  stop(within: number): Promise<void>;
}

/** Milliseconds between two pieces of work in a lane: Slack takes about one message a second in a channel. */
const gap = 1_000;
const longestPause = 30_000;

/**
 * Lanes beside each other: what waits in one holds up no other. In a lane one item is worked on at a time, and an item that is
 * added again while it waits is worked on once, so that only its newest state is seen.
 */
export function createLanes<Name, Item>(dependencies: {
  readonly clock: LaneClock;
  readonly log: { error(facts: object, message: string): void };
  readonly work: (item: Item) => Promise<void>;
}): Lanes<Name, Item> {
  const { clock, log, work } = dependencies;
  const lanes = new Map<Name, Lane<Item>>();
  let onQuiet: (() => void)[] = [];
  let stopped = false;

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(milliseconds, resolve);
    });

  function note(lane: Lane<Item>, item: Item, urgency: Urgency): void {
    // What was cut off by the stop is shown after the next start.
    if (!stopped) lane.waiting.set(item, lane.waiting.get(item) === "decision" ? "decision" : urgency);
  }

  async function drive(name: Name, lane: Lane<Item>): Promise<void> {
    lane.busy = true;
    while (lane.waiting.size > 0) {
      const [first] = lane.waiting;
      const next = [...lane.waiting].find(([, urgency]) => urgency === "decision") ?? first;
      if (next === undefined) break;
      lane.waiting.delete(next[0]);
      await pause(await workOn(lane, ...next));
    }
    lane.busy = false;
    lanes.delete(name);
    if (lanes.size === 0) {
      for (const resolve of onQuiet) resolve();
      onQuiet = [];
    }
  }

  /** Milliseconds until the next piece of work. */
  async function workOn(lane: Lane<Item>, item: Item, urgency: Urgency): Promise<number> {
    try {
      await work(item);
      lane.failures = 0;
      return gap;
    } catch (error) {
      note(lane, item, urgency);
      lane.failures += 1;
      if (error instanceof TryLater && error.after !== null) return error.after;
      if (!(error instanceof TryLater) && !stopped) log.error({ err: error }, "publishing failed");
      return Math.min(longestPause, gap * 2 ** (lane.failures - 1)) * (0.75 + Math.random() / 2);
    }
  }

  return {
    add(name, item, urgency = "progress") {
      const lane = lanes.get(name) ?? { waiting: new Map<Item, Urgency>(), busy: false, failures: 0 };
      lanes.set(name, lane);
      note(lane, item, urgency);
      if (!lane.busy) void drive(name, lane);
    },
    async stop(within) {
      const quiet = new Promise<void>((resolve) => onQuiet.push(resolve));
      if (lanes.size > 0) await Promise.race([quiet, pause(within)]);
      stopped = true;
      for (const { waiting } of lanes.values()) waiting.clear();
    },
  };
}
