import * as fc from "fast-check";
import type { Region } from "../../src/sandbox/ack/region.ts";
import { AckError } from "../../src/sandbox/ack/errors.ts";
import type { PlanType } from "../../src/sandbox/ack/state.ts";
import type { Workspace } from "../../src/sandbox/slack/options.ts";

/** Something that happens in the cloud, and nobody here did it. */
type CloudEvent =
  | { readonly kind: "size"; readonly pool: string; readonly size: number }
  | { readonly kind: "label"; readonly pool: string; readonly value: string }
  | { readonly kind: "alert"; readonly pool: string; readonly rule: string; readonly token: string }
  | { readonly kind: "upgrade"; readonly pool: string }
  | { readonly kind: "plan"; readonly pool: string | null; readonly type: PlanType; readonly ahead: number }
  | { readonly kind: "repair"; readonly pool: string }
  | { readonly kind: "break"; readonly pool: string }
  | { readonly kind: "heal"; readonly pool: string }
  | { readonly kind: "vulnerability"; readonly pool: string; readonly name: string }
  | { readonly kind: "fix"; readonly pool: string };

/** Something that goes wrong around the bot; times in minutes. */
type Trouble =
  | { readonly kind: "slack-away"; readonly minutes: number }
  | { readonly kind: "ack-away"; readonly minutes: number }
  | { readonly kind: "answers-lost"; readonly times: number }
  | { readonly kind: "messages-lost"; readonly times: number }
  | { readonly kind: "restart" }
  | { readonly kind: "crash" };

/** A moment of a day, in minutes after midnight, and what happens at it. */
export interface Moment {
  readonly at: number;
  readonly event: CloudEvent | Trouble;
}

const pools = [
  "prod/prod-pool",
  "prod/gpu-pool",
  "prod/default-nodepool",
  "staging/web-pool",
  "staging/default-nodepool",
];
const rules = ["drain_node_fail", "repair_fail", "reset_node_fail", "restart_node_fail"];
const pool = fc.constantFrom(...pools);

const events: fc.Arbitrary<CloudEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("size" as const), pool, size: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("label" as const), pool, value: fc.constant("") }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("alert" as const),
      pool,
      rule: fc.constantFrom(...rules),
      token: fc.constant(""),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("upgrade" as const), pool }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("plan" as const),
      pool: fc.option(pool),
      type: fc.constantFrom<PlanType>("CVE_FIX", "KUBELET_UPGRADE", "NODEPOOL_CONFIG", "CLUSTER_UPGRADE_MASTER"),
      ahead: fc.integer({ min: 20, max: 180 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("repair" as const), pool }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("break" as const), pool }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("heal" as const), pool }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("vulnerability" as const), pool, name: fc.constant("") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fix" as const), pool }) },
);

const troubles: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({ kind: fc.constantFrom("slack-away", "ack-away"), minutes: fc.integer({ min: 5, max: 60 }) }),
  fc.record({ kind: fc.constantFrom("answers-lost", "messages-lost"), times: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constantFrom("restart", "crash") }),
);

const minute = fc.integer({ min: 10, max: 1_400 });

/** A day that follows from its seed alone: so many events, and a trouble for each ten of them. Each label, alert and vulnerability is another. */
export function generatedDay(seed: number, count: number): readonly Moment[] {
  const moments = (what: fc.Arbitrary<CloudEvent | Trouble>, length: number): fc.Arbitrary<Moment[]> =>
    fc.array(fc.record({ at: minute, event: what }), { minLength: length, maxLength: length });
  const [day = []] = fc.sample(
    fc
      .tuple(moments(events, count), moments(troubles, Math.ceil(count / 10)))
      .map(([happening, going]) => [...happening, ...going].toSorted((one, other) => one.at - other.at)),
    { seed, numRuns: 1 },
  );
  return day.map(({ at, event }, index) => ({ at, event: named(event, index) }));
}

function named(event: Moment["event"], index: number): Moment["event"] {
  if (event.kind === "label") return { ...event, value: `v${index}` };
  if (event.kind === "alert") return { ...event, token: `token-${index}-end` };
  return event.kind === "vulnerability" ? { ...event, name: `ALINUX3-SA-2026:${10_000 + index}` } : event;
}

/** Has something happen in the cloud. false: ACK refused it, which is as good as nothing. */
export function happen(region: Region, event: CloudEvent): boolean {
  try {
    carryOut(region, event);
    return true;
  } catch (error) {
    if (error instanceof AckError || /has no node that runs/.test(String(error))) return false;
    throw error;
  }
}

function carryOut(region: Region, event: CloudEvent): void {
  const place = placeOf(region, event.pool);
  const { cluster, id } = place;
  switch (event.kind) {
    case "size":
      return region.movePool(id, event.size);
    case "label":
      return region.changePool(id, { kubernetes_config: { labels: [{ key: "team", value: event.value }] } });
    case "alert": {
      const reason = `sls.app.ack.nlc.${event.rule}`;
      return region.tellEvent(id, { type: "nodepool_update", level: "error", reason, message: event.token });
    }
    case "upgrade": {
      const rolling = { max_parallelism: 1, pause_policy: "NotPause", max_failed_nodes: 0 };
      const body = { kubernetes_version: "1.33.3-aliyun.1", rolling_policy: rolling };
      return void region.console("UpgradeClusterNodepool", { params: { cluster, pool: id }, body });
    }
    case "plan": {
      const start = new Date(region.state.now + event.ahead * 60_000);
      const about = event.pool === null ? {} : { pool: id };
      return void region.schedulePlan({ cluster, ...about, type: event.type, start });
    }
    case "repair":
      return void region.console("RepairClusterNodePool", { params: { cluster, pool: id }, body: {} });
    case "break":
      return void region.breakNode(id);
    case "heal":
      return region.healNodes(id);
    case "vulnerability": {
      const found = {
        alias: "kernel",
        cves: [],
        necessity: "later",
        needsRestart: false,
        packages: ["kernel"],
      } as const;
      return region.addVulnerability(id, { ...found, name: event.name });
    }
    case "fix": {
      const known = region.state.clusters.get(cluster)?.pools.get(id)?.nodes ?? [];
      const vuls = [...new Set(known.flatMap((node) => node.vulnerabilities.map(({ name }) => name)))];
      return void region.console("FixNodePoolVuls", { params: { cluster, pool: id }, body: { vuls } });
    }
  }
}

function placeOf(region: Region, name: string | null): { readonly cluster: string; readonly id: string } {
  const [clusterName, poolName] = (name ?? "prod/prod-pool").split("/");
  const cluster = region.pageCloud().clusters.find((each) => each.name === clusterName);
  const found = cluster?.pools.find((each) => each.name === poolName);
  if (cluster === undefined || found === undefined) throw new Error(`there is no pool ${name}`);
  return { cluster: cluster.id, id: found.id };
}

/** Has something go wrong with Slack or ACK. Resolves with how to mend it after so many minutes; null: it passes by itself. */
export function goWrong(
  { workspace, region }: { readonly workspace: Workspace; readonly region: Region },
  trouble: Exclude<Trouble, { readonly kind: "restart" | "crash" }>,
): { readonly minutes: number; mend(): void } | null {
  switch (trouble.kind) {
    case "slack-away":
      workspace.setFault({ kind: "server-error", method: "*", status: 503, when: "before" });
      return { minutes: trouble.minutes, mend: () => workspace.clearFaults() };
    case "ack-away": {
      const fault = { kind: "error", action: "*", status: 500, code: "InternalError" } as const;
      region.setFault(fault, true);
      return { minutes: trouble.minutes, mend: () => region.setFault(fault, false) };
    }
    case "answers-lost":
    case "messages-lost":
      workspace.setFault({
        kind: "drop",
        method: "chat.postMessage",
        when: trouble.kind === "answers-lost" ? "after" : "before",
        times: trouble.times,
      });
      return null;
  }
}
