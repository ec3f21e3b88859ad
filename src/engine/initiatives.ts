import PQueue from "p-queue";
import type { ApproverGroup } from "../domain/approver-group.ts";
import { type CloudReader, CloudError } from "../domain/cloud.ts";
import type { ChannelId } from "../domain/ids.ts";
import { isPlanOperation } from "../domain/initiatives.ts";
import { hasEnded, type Operation } from "../domain/operation.ts";
import type { Policy } from "../domain/policy.ts";
import type { RepairLabels } from "../domain/repair-labels.ts";
import { createPlanLook } from "./automated-plans.ts";
import type { Engine } from "./engine.ts";
import { createKnownInitiatives, type InitiativeSources, type KnownInitiatives } from "./known-initiatives.ts";
import type { Clock, EngineLog, NodeReader } from "./ports.ts";
import type { RegionFeed } from "./region-feed.ts";
import { createRepairLook } from "./repair-inquiries.ts";

export interface InitiativeDependencies {
  readonly cloud: CloudReader;
  readonly feed: RegionFeed;
  readonly nodes: NodeReader;
  readonly engine: Pick<Engine, "request" | "overtake" | "lookAt" | "freezes">;
  readonly operations: InitiativeSources;
  /** Does a piece of work while no other one given here is done, in any replica. */
  readonly alone: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly rules: { readonly policies: readonly Policy[]; readonly defaultApprovers: ApproverGroup };
  /** Where cards go: those that wait for somebody, and those that only tell. */
  readonly channels: { readonly decisions: ChannelId; readonly news: ChannelId };
  readonly settings: {
    readonly interval: number;
    readonly planMargin: number;
    readonly unseenAfter: number;
    readonly labels: RepairLabels;
  };
  readonly clock: Clock;
  readonly log: EngineLog;
}

/** What looks share. */
export interface LookDependencies extends InitiativeDependencies {
  readonly known: KnownInitiatives;
}

/** Looks for what ACK begins by itself, and has the engine make operations of it. */
export interface Initiatives {
  /** Takes notice of an operation as it is now. */
  follow(operation: Operation): void;
  start(): void;
  stop(): Promise<void>;
}

/** Whether something waits for people or is about to begin: then the next look comes sooner. */
export type Finding = "near" | "quiet";

const atOnce = 4;
/** Where nothing is near, every so many intervals is enough. */
const quietIntervals = 5;
/** After failures the pause doubles, up to so many intervals. */
const longestPause = 10;

/** Milliseconds until the next look. */
export function pauseAfter(finding: Finding | { readonly failures: number }, interval: number): number {
  if (typeof finding === "object") return interval * Math.min(2 ** finding.failures, longestPause);
  return finding === "near" ? interval : interval * quietIntervals;
}

export function createInitiatives(dependencies: InitiativeDependencies): Initiatives {
  const { cloud, settings, clock, log } = dependencies;
  const known = createKnownInitiatives(dependencies.operations, clock);
  const shared: LookDependencies = { ...dependencies, known };
  const queue = new PQueue({ concurrency: atOnce });
  const sources = new Map<string, { look(): Promise<Finding>; cancel(): void; failures: number; again: boolean }>();
  const busy = new Set<string>();
  let running = false;
  let cancelDiscovery = (): void => {};

  /** Looks at one source, one look at a time; who asks meanwhile gets another one after it. */
  function look(name: string): void {
    const source = sources.get(name);
    if (!running || source === undefined) return;
    if (busy.has(name)) {
      source.again = true;
      return;
    }
    source.cancel();
    busy.add(name);
    void queue.add(async () => {
      let pause: number;
      try {
        await known.refresh();
        pause = pauseAfter(await source.look(), settings.interval);
        source.failures = 0;
      } catch (error) {
        source.failures += 1;
        pause = pauseAfter(source, settings.interval);
        const unexpected = !(error instanceof CloudError);
        log[unexpected ? "error" : "warn"]({ err: error, source: name, pause }, "look for what ACK begins failed");
      }
      busy.delete(name);
      if (source.again) {
        source.again = false;
        look(name);
      } else if (running) {
        source.cancel = clock.after(pause, () => look(name));
      }
    });
  }

  /** Clusters come and go where they are found by region. */
  async function discover(): Promise<void> {
    const clusters = await cloud.clusters();
    const looks = new Map<string, () => Promise<Finding>>();
    for (const region of new Set(clusters.map((cluster) => cluster.region))) {
      looks.set(`plans of ${region}`, createPlanLook(region, shared));
    }
    for (const cluster of clusters) looks.set(`repairs of ${cluster.id}`, createRepairLook(cluster, shared));
    for (const [name, source] of sources) {
      if (looks.has(name)) continue;
      source.cancel();
      sources.delete(name);
    }
    const fresh = [...looks].filter(([name]) => !sources.has(name));
    for (const [index, [name, lookAt]] of fresh.entries()) {
      // Spread over an interval, so that many clusters are not asked in the same moment.
      const cancel = clock.after((settings.interval * index) / fresh.length, () => look(name));
      sources.set(name, { look: lookAt, cancel, failures: 0, again: false });
    }
  }

  function discoverAgain(): void {
    if (!running) return;
    discover()
      .catch((error: unknown) => log.warn({ err: error }, "clusters cannot be listed"))
      .finally(() => {
        if (running) cancelDiscovery = clock.after(settings.interval * quietIntervals, discoverAgain);
      });
  }

  return {
    follow(operation) {
      known.note(operation);
      // A plan that people said no to is cancelled at once, and not at the next look.
      const { cluster } = operation.plan.change.target;
      if (!isPlanOperation(operation) || !hasEnded(operation)) return;
      dependencies.feed.plansMoved(cluster.region);
      look(`plans of ${cluster.region}`);
    },
    start() {
      running = true;
      discoverAgain();
    },
    async stop() {
      running = false;
      cancelDiscovery();
      for (const source of sources.values()) source.cancel();
      queue.clear();
      await queue.onIdle();
    },
  };
}
