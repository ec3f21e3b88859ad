/** The miniature region without its HTTP server: its life, what can be done to it from outside, and what it shows. */
import type { CloudFault, PageCloud } from "../page-protocol.ts";
import { type AckAssumptions, ackAssumptions } from "./assumptions.ts";
import { type CallLog, type CallRecord, createCallLog } from "./call-log.ts";
import type { CloudClock } from "./clock.ts";
import { setFault } from "./faults.ts";
import { type Json, type JsonObject, merge } from "./json.ts";
import { advance, nextMoment } from "./life/advance.ts";
import { failNode, healNode } from "./life/nodes.ts";
import { addPlan } from "./life/plans.ts";
import { announce } from "./life/tasks.ts";
import type { Vulnerability } from "./node.ts";
import { mustBeIdle, mustFit } from "./operations/guards.ts";
import { noSizeWhileAutoScaling } from "./operations/modify-auto-scaling.ts";
import { resize } from "./operations/resize.ts";
import { operations } from "./operations/table.ts";
import { pageCloud } from "./page-cloud.ts";
import { poolNamed, scalesByItself } from "./pool.ts";
import { defaultSeed } from "./seed/default-seed.ts";
import { plant } from "./seed/plant.ts";
import type { Seed } from "./seed/seed.ts";
import type { Notice, PlanType, RegionState } from "./state.ts";

export interface RegionOptions {
  readonly clock: CloudClock;
  /** Secrets by access key id. */
  readonly accessKeys: Readonly<Record<string, string>>;
  /** What there is to begin with; left out: a lively region. */
  readonly seed?: Seed;
  readonly assumptions?: Partial<AckAssumptions>;
  /** Called whenever something that a page shows may have changed. */
  readonly onChange?: () => void;
  /** Left out: any free one. */
  readonly port?: number;
}

export interface Region {
  /** `127.0.0.1:4010`, as the SDK wants its `endpoint`; with `protocol: "HTTP"`. */
  readonly endpoint: string;
  /** Lived up to now. To look at, not to write to. */
  readonly state: RegionState;
  /** Every call that was received, oldest first; the last 2,000. */
  calls(): readonly CallRecord[];
  /** Pools are named by id, or by a name that only one pool has. Throws for an unknown pool. */
  setFault(fault: CloudFault, on: boolean): void;
  faults(): readonly CloudFault[];
  /** Sets a pool's desired size behind everybody's back, as the console would. Throws AckError where ACK refuses. */
  movePool(pool: string, desiredSize: number): void;
  /** Merges something into a pool behind everybody's back, without anything that follows from it. */
  changePool(pool: string, change: JsonObject): void;
  /** Makes a plan of automated operation and maintenance; returns its id. */
  schedulePlan(plan: NewPlan): string;
  /** Calls the API as somebody in the console would, past signatures and the log of calls. Throws AckError where ACK refuses. */
  console(action: string, call: ConsoleCall): Json | null;
  /** A node stops being ready, and nothing repairs it but where ACK asks for permission; returns its name. */
  breakNode(pool: string): string;
  /** Such a node is ready again. */
  healNodes(pool: string): void;
  /** Vulnerabilities turn up on every node of a pool. */
  addVulnerability(pool: string, vulnerability: Vulnerability): void;
  /** ACK lists an event of a pool, an alert for example. */
  tellEvent(pool: string, event: Pick<Notice, "type" | "level" | "reason" | "message">): void;
  pageCloud(): PageCloud;
  close(): Promise<void>;
}

/** What of a call is not its action. */
export interface ConsoleCall {
  /** Placeholders of the path: `cluster`, `pool`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

export interface NewPlan {
  /** Id. */
  readonly cluster: string;
  /** By id or name; left out: the plan is about the cluster. */
  readonly pool?: string;
  readonly type: PlanType;
  /** In the cloud's time. */
  readonly start: Date;
}

/** The region as its server uses it. */
export interface LivingRegion {
  readonly calls: CallLog;
  /** Lives up to now. */
  live(): RegionState;
  /** Something was done: tells who listens, and sets the clock for what comes next. */
  changed(): void;
  stop(): void;
  readonly doors: Pick<
    Region,
    | "calls"
    | "setFault"
    | "faults"
    | "movePool"
    | "changePool"
    | "schedulePlan"
    | "console"
    | "breakNode"
    | "healNodes"
    | "addVulnerability"
    | "tellEvent"
    | "pageCloud"
  >;
}

export function createRegion({ clock, seed = defaultSeed, assumptions, onChange }: RegionOptions): LivingRegion {
  const begun = clock.now().getTime();
  const state = plant(seed, { ...ackAssumptions, ...assumptions }, begun, timeHere(clock, begun));
  const calls = createCallLog();
  let stopped = false;
  let callOff: () => void = () => {};

  function live(): RegionState {
    if (!stopped && advance(state, clock.now().getTime())) changed();
    return state;
  }

  function changed(): void {
    callOff();
    const next = nextMoment(state);
    callOff = stopped || next === null ? () => {} : clock.at(new Date(next), live);
    onChange?.();
  }

  return {
    calls,
    live,
    changed,
    stop() {
      stopped = true;
      callOff();
    },
    doors: {
      calls: calls.calls,
      setFault(fault, on) {
        setFault(live(), fault, on);
        changed();
      },
      faults: () => live().faults,
      movePool(pool, desiredSize) {
        movePool(live(), pool, desiredSize);
        changed();
      },
      changePool(idOrName, change) {
        const pool = poolNamed(live(), idOrName);
        pool.document = merge(pool.document, change);
        changed();
      },
      schedulePlan({ cluster, pool, type, start }) {
        const region = live();
        const poolId = pool === undefined ? null : poolNamed(region, pool).id;
        const made = { clusterId: cluster, poolId, type, start: start.getTime(), created: region.now };
        const { id } = addPlan(region, made);
        changed();
        return id;
      },
      console(action, { params, query = {}, body = {} }) {
        const operation = operations.find((each) => each.action === action);
        if (operation === undefined) throw new Error(`there is no action ${action}`);
        const requestId = "00000000-0000-0000-0000-00000000C050";
        const answer = operation.answer({ region: live(), requestId, host: "console", params, query, body });
        changed();
        return answer;
      },
      breakNode(idOrName) {
        const node = poolNamed(live(), idOrName).nodes.find(({ life }) => life === "running");
        if (node === undefined) throw new Error(`pool ${idOrName} has no node that runs`);
        const broken = node.instanceType.startsWith("ecs.gn") ? gpuLost : kubeletSilent;
        failNode(state, node, broken);
        changed();
        return node.name;
      },
      healNodes(idOrName) {
        for (const node of poolNamed(live(), idOrName).nodes) if (node.life === "failed") healNode(node);
        changed();
      },
      addVulnerability(idOrName, vulnerability) {
        for (const node of poolNamed(live(), idOrName).nodes) {
          node.vulnerabilities = [...node.vulnerabilities, vulnerability];
        }
        changed();
      },
      tellEvent(idOrName, event) {
        const region = live();
        const { id, clusterId } = poolNamed(region, idOrName);
        announce(region, { id: "", clusterId, poolId: id }, event);
        changed();
      },
      pageCloud: () => pageCloud(live(), calls.calls(), clock.speed),
    },
  };
}

const kubeletSilent = "the kubelet stopped posting node status";
const gpuLost = "the instance is broken: NvidiaDeviceLost";

/**
 * Of a clock that runs: what lies an hour ahead in the cloud comes that much sooner here, and what happened there has happened
 * here. Counted from one moment, so that it stays the same; what was before that is as long ago as it was.
 */
function timeHere({ speed }: CloudClock, begun: number): RegionState["here"] {
  const origin = Date.now();
  return speed === 0 ? (moment) => moment : (moment) => origin + (moment - begun) / (moment < begun ? 1 : speed);
}

function movePool(region: RegionState, idOrName: string, desiredSize: number): void {
  const pool = poolNamed(region, idOrName);
  const cluster = region.clusters.get(pool.clusterId);
  if (cluster === undefined) throw new Error(`pool ${idOrName} has no cluster`);
  mustBeIdle(region, cluster, pool);
  if (scalesByItself(pool)) throw noSizeWhileAutoScaling();
  mustFit(region, cluster, pool, desiredSize);
  pool.document = merge(pool.document, { scaling_group: { desired_size: desiredSize } });
  resize(region, cluster, pool, desiredSize, { scaling_group: { desired_size: desiredSize } });
}
