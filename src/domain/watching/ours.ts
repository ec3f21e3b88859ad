import { minutesToMilliseconds } from "date-fns";
import { poolIdOf, poolNameOf } from "../changes/target.ts";
import type { ClusterId, Instant, NodePoolId, TaskId } from "../ids.ts";
import { endedAt, hasEnded, occupiesTarget, type Operation } from "../operation.ts";
import { isBelow } from "../node-pool-request/differences.ts";

/** What in a cluster is the work of operations of ours: their cards tell it, and nothing else does. */
export interface Ours {
  /** Whether one of ours works on the pool, or did until a moment ago. */
  worksOn(pool: NodePoolId): boolean;
  /** Whether one of ours moves this field of the pool. */
  moves(pool: NodePoolId, path: string): boolean;
  task(task: { readonly id: TaskId; readonly created: Instant | null }, pool: NodePoolId | null): boolean;
  makes(poolName: string): boolean;
  fixes(pool: NodePoolId): boolean;
  /** Whether a card tells of a repair there: one that people asked for, or one that ACK asks for or has asked for. */
  repairs(pool: NodePoolId): boolean;
}

/** ACK's lists run behind its work: for so long, in milliseconds, what shows after an operation's end may be its work. */
const grace = minutesToMilliseconds(2);

/**
 * @param operations those that have not ended, and those that ended lately
 * @param since when the cluster was last looked at: what ended after it has not been seen yet
 */
export function oursAmong(operations: readonly Operation[], cluster: ClusterId, since: Instant): Ours {
  const here = operations.filter(({ plan }) => plan.change.target.cluster.id === cluster);
  const working = here.filter((each) => occupiesTarget(each) || (endedAt(each) ?? 0) >= since - grace);
  const begun = working.filter((each) => beganAt(each) !== null);
  const on = (pool: NodePoolId): readonly Operation[] =>
    begun.filter(({ plan }) => poolIdOf(plan.change.target) === pool);
  return {
    worksOn: (pool) => on(pool).length > 0,
    moves: (pool, path) => on(pool).some((each) => movesField(each, path)),
    task: ({ id, created }, pool) =>
      here.some((each) => taskIdOf(each) === id) ||
      // ACK takes one change of a pool at a time: what it began on the pool since then is that change.
      (pool !== null &&
        on(pool).some((each) => {
          const unnamed = taskIdOf(each) === null;
          return unnamed && (created === null || created >= (beganAt(each) ?? 0) - minutesToMilliseconds(1));
        })),
    makes: (name) =>
      begun.some(({ plan: { change } }) => {
        const creates = change.kind === "create" || change.kind === "clone";
        return creates && poolNameOf(change.target) === name;
      }),
    fixes: (pool) => on(pool).some(({ plan }) => ["cve-fix", "upgrade", "automated-plan"].includes(plan.change.kind)),
    repairs: (pool) =>
      on(pool).length > 0 ||
      here.some(
        (each) =>
          each.plan.change.kind === "approve-repair" && !hasEnded(each) && poolIdOf(each.plan.change.target) === pool,
      ),
  };
}

function beganAt({ journal }: Operation): Instant | null {
  return journal.find(({ event }) => event.kind === "submission-began")?.at ?? null;
}

function taskIdOf({ journal }: Operation): TaskId | null {
  const started = journal.findLast(({ event }) => event.kind === "started")?.event;
  return started?.kind === "started" ? started.taskId : null;
}

const sizeFields = ["scaling_group.desired_size"];
const upgradedFields = [
  "kubernetes_config.runtime",
  "kubernetes_config.runtime_version",
  "scaling_group",
  "node_components",
];

function movesField({ plan: { change } }: Operation, path: string): boolean {
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
    case "remove-nodes":
      return isBelow(path, sizeFields);
    case "autoscale":
      return isBelow(path, [...sizeFields, "auto_scaling"]);
    case "edit":
    case "manage":
      return isBelow(
        path,
        change.fields.map((field) => field.path),
      );
    case "upgrade":
      return isBelow(path, upgradedFields);
    case "automated-plan":
      return change.planType === "NODEPOOL_CONFIG" || isBelow(path, upgradedFields);
    case "create":
    case "clone":
    case "delete":
      return true;
    default:
      return false;
  }
}
