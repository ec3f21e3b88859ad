import * as z from "zod";
import { instant } from "./ids.ts";
import { requestNotice } from "./node-pool-request/notices/notice.ts";

/** What running workloads will notice, as ACK's documents describe it. */
const disruption = z.enum([
  "system-disk-replaced",
  "system-disk-kept",
  "nodes-drained",
  "nodes-may-drain",
  "nodes-removed",
  "nodes-drained-for-removal",
  "nodes-drained-for-fix",
  "nodes-restart",
  "components-restart",
  "pods-evicted-by-taint",
  "kubelet-restarts",
  "pods-restart",
  "connections-break",
  "drained-for-repair",
  "instance-restarted",
  "hardware-repaired",
]);
export type Disruption = z.infer<typeof disruption>;

/** What the people who decide should know beside the disruption. */
export const warning = z.discriminatedUnion("code", [
  z.object({ code: z.literal("default-pool") }),
  z.object({ code: z.literal("above-default-quota"), quota: z.int() }),
  z.object({ code: z.literal("below-advised-size"), advised: z.int() }),
  z.object({ code: z.literal("cloud-picks-nodes"), removable: z.int() }),
  z.object({
    code: z.literal("hand-added-nodes-stay"),
    nodes: z.array(z.string()).readonly(),
    count: z.int(),
  }),
  z.object({ code: z.literal("no-way-back") }),
  z.object({ code: z.literal("nothing-persistent-on-system-disk") }),
  z.object({ code: z.literal("single-node") }),
  z.object({ code: z.literal("only-new-nodes") }),
  z.object({ code: z.literal("overwrites-nodes") }),
  z.object({ code: z.literal("size-is-set-by-ack"), size: z.int() }),
  z.object({ code: z.literal("bounds-act-at-once"), present: z.int() }),
  z.object({ code: z.literal("pool-quota"), quota: z.int() }),
  z.object({ code: z.literal("pool-wants-approval") }),
  z.object({ code: z.literal("snapshot-first") }),
  z.object({ code: z.literal("needs-restart-to-take-effect") }),
  z.object({ code: z.literal("fix-service-not-bought") }),
  z.object({ code: z.literal("room-elsewhere") }),
  z.object({ code: z.literal("instances-go-on-costing"), count: z.int() }),
  z.object({ code: z.literal("instances-released"), count: z.int() }),
  z.object({ code: z.literal("subscription-stays"), count: z.int() }),
  z.object({ code: z.literal("subscription-stays-on-deletion") }),
  z.object({ code: z.literal("no-way-back-from-deletion") }),
  z.object({ code: z.literal("no-window") }),
  z.object({ code: z.literal("started-work-goes-on") }),
  z.object({ code: z.literal("plan-comes-again") }),
  /** What is no error in what ACK is asked for, and still worth knowing. */
  z.object({ code: z.literal("request-notice"), notice: requestNotice }),
  z.object({ code: z.literal("needs-problem-detector") }),
  z.object({ code: z.literal("auto-upgrade-moves-to-clusters") }),
  z.object({ code: z.literal("nothing-upgrades-itself") }),
  z.object({ code: z.literal("becomes-unmanaged"), becomes: z.enum(["default", "auto-scaling", "custom"]) }),
  z.object({ code: z.literal("stopped-nodes-stay") }),
  z.object({ code: z.literal("rejection-leaves-node") }),
  z.object({ code: z.literal("repair-by-hand") }),
  /** ACK's own plan runs only with sign-off. */
  z.object({ code: z.literal("plan-needs-sign-off"), until: instant.nullable() }),
  z.object({ code: z.literal("plan-runs-anyway") }),
  z.object({ code: z.literal("plan-in-freeze"), freeze: z.string() }),
  z.object({ code: z.literal("plan-began-unsigned") }),
]);
export type Warning = z.infer<typeof warning>;

/** Facts of the present state that a plan rests on, by name. */
export const basis = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly();
export type Basis = z.infer<typeof basis>;

/** What a change does to the pool's nodes, and about how long that takes. */
export const effect = z.object({
  /** Nodes that are made, removed or worked on. */
  nodes: z.int().min(0),
  /** Nodes per step, in order. */
  batches: z.array(z.int().min(1)).readonly(),
  disruptions: z.array(disruption).readonly(),
  /** From documented and observed times. */
  minutes: z.object({ least: z.number(), most: z.number() }),
});
export type Effect = z.infer<typeof effect>;

/** A change and everything that is known of it before anybody signs it off. */
export interface Preview<Change> {
  readonly change: Change;
  readonly basis: Basis;
  readonly effect: Effect;
  readonly warnings: readonly Warning[];
}
