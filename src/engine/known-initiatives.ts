import { hoursToMilliseconds } from "date-fns";
import type { Instant, NodePoolId, OperationId } from "../domain/ids.ts";
import { isPlanOperation, isRepairOperation, type PlanOperation, type RepairOperation } from "../domain/initiatives.ts";
import { hasEnded, type Operation } from "../domain/operation.ts";
import type { Clock } from "./ports.ts";

/** Milliseconds for which what has ended is remembered: longer than ACK keeps a plan waiting. */
const remembered = hoursToMilliseconds(30 * 24);

/** The operations about what ACK began by itself: they are the memory of what people have been asked already. */
export interface KnownInitiatives {
  /** Reads what there is by now, whichever replica made it. */
  refresh(): Promise<void>;
  /** Takes notice of an operation as it is now. */
  note(operation: Operation): void;
  aboutNode(pool: NodePoolId, node: string): readonly RepairOperation[];
  /** Those about nodes of a cluster that have not ended. */
  openRepairs(cluster: string): readonly RepairOperation[];
  aboutPlan(id: string): readonly PlanOperation[];
  /** Those about plans of clusters of a region that have not ended. */
  openPlans(region: string): readonly PlanOperation[];
}

/** Where operations are read. */
export interface InitiativeSources {
  /** Operations that were asked for since a moment, ended or not. */
  readonly past: (since: Instant) => Promise<readonly Operation[]>;
  /** Those that have not ended, and those that ended within the last hour. */
  readonly recent: () => Promise<readonly Operation[]>;
}

/** Milliseconds for which what is recent is all that is new. */
const recently = hoursToMilliseconds(0.5);

export function createKnownInitiatives(
  { past, recent }: InitiativeSources,
  clock: Pick<Clock, "now" | "elapsed">,
): KnownInitiatives {
  const known = new Map<OperationId, RepairOperation | PlanOperation>();
  /** By the time that passes, not by the clock. */
  let readAt: number | null = null;
  let turn: Promise<void> = Promise.resolve();

  function forget(): void {
    const since = clock.now() - remembered;
    for (const [id, operation] of known) if (hasEnded(operation) && operation.requestedAt < since) known.delete(id);
  }

  function note(operation: Operation): void {
    if (!isRepairOperation(operation) && !isPlanOperation(operation)) return;
    const before = known.get(operation.id);
    if (before === undefined) forget();
    // Changes can be told out of order.
    if (before === undefined || before.revision <= operation.revision) known.set(operation.id, operation);
  }

  /** One reading after another: the first one is of a month. */
  async function read(): Promise<void> {
    const began = clock.elapsed();
    const isNear = readAt !== null && began - readAt < recently;
    for (const operation of await (isNear ? recent() : past(clock.now() - remembered))) note(operation);
    readAt = began;
  }

  const repairs = (): readonly RepairOperation[] => [...known.values()].filter(isRepairOperation);
  const plans = (): readonly PlanOperation[] => [...known.values()].filter(isPlanOperation);
  return {
    refresh() {
      const mine = turn.then(read);
      turn = mine.catch(() => {});
      return mine;
    },
    note,
    aboutNode: (pool, node) =>
      repairs().filter(({ plan: { change } }) => change.target.id === pool && change.node === node),
    openRepairs: (cluster) =>
      repairs().filter((each) => !hasEnded(each) && each.plan.change.target.cluster.id === cluster),
    aboutPlan: (id) => plans().filter(({ plan: { change } }) => change.planId === id),
    openPlans: (region) =>
      plans().filter((each) => !hasEnded(each) && each.plan.change.target.cluster.region === region),
  };
}
