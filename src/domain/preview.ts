import { z } from "zod";

/** What running workloads will notice, as ACK's documents describe it. */
const disruption = z.enum([
  "system-disk-replaced",
  "system-disk-kept",
  "nodes-drained",
  "nodes-may-drain",
  "nodes-removed",
  "kubelet-restarts",
  "pods-restart",
  "connections-break",
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
