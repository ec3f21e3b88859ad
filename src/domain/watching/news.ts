import * as z from "zod";
import { instant } from "../ids.ts";

/** What a story is about; channels choose by it. */
export const storyKinds = [
  "upgrade",
  "repair",
  "scaling",
  "cve",
  "creation",
  "deletion",
  "degraded",
  "configuration",
  "alert",
] as const;
export const storyKind = z.enum(storyKinds);
export type StoryKind = z.infer<typeof storyKind>;

/** From the least to the most. */
export const severities = ["info", "warning", "critical"] as const;
export const severity = z.enum(severities);
export type Severity = z.infer<typeof severity>;

const names = z.array(z.string()).readonly();
const progress = { done: z.int(), total: z.int() };

/** One place in which a pool's configuration differs; null: there is nothing. Secrets are never in it. */
const configurationDifference = z.object({
  path: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type ConfigurationDifference = z.infer<typeof configurationDifference>;

/** One thing that happened in a story. */
export const news = z.discriminatedUnion("kind", [
  // What ACK means to do by itself
  z.object({ kind: z.literal("plan-made"), plan: z.string(), starts: instant.nullable(), ends: instant.nullable() }),
  z.object({ kind: z.literal("plan-soon"), plan: z.string(), starts: instant }),
  z.object({ kind: z.literal("plan-cancelled"), plan: z.string(), reason: z.string().nullable() }),
  /** ACK's check before it failed: nothing was begun. */
  z.object({ kind: z.literal("plan-refused"), plan: z.string(), reason: z.string().nullable() }),
  // Work in batches: upgrades, fixes
  z.object({ kind: z.literal("started"), plan: z.string().nullable(), total: z.int() }),
  z.object({ kind: z.literal("batch"), ...progress, failed: z.int() }),
  z.object({ kind: z.literal("paused"), ...progress }),
  z.object({ kind: z.literal("resumed") }),
  /** Nodes that failed although the work as a whole did not. */
  z.object({ kind: z.literal("finished"), ...progress, failed: names }),
  z.object({ kind: z.literal("failed"), code: z.string(), detail: z.string(), nodes: names }),
  z.object({ kind: z.literal("cancelled"), ...progress }),
  /** ACK does not know the task any more. */
  z.object({ kind: z.literal("lost") }),
  // Sizes
  z.object({ kind: z.literal("resizing"), from: z.int(), to: z.int(), by: z.enum(["somebody", "autoscaling"]) }),
  z.object({ kind: z.literal("resized"), nodes: z.int() }),
  // Repairs that ACK makes
  z.object({ kind: z.literal("repairing"), unwell: z.int() }),
  z.object({ kind: z.literal("repaired") }),
  z.object({ kind: z.literal("not-repaired"), unwell: z.int() }),
  // The life of a pool
  z.object({ kind: z.literal("creating") }),
  z.object({ kind: z.literal("created"), nodes: z.int() }),
  z.object({ kind: z.literal("creation-failed"), reason: z.string().nullable() }),
  z.object({ kind: z.literal("deleting"), nodes: z.int() }),
  z.object({ kind: z.literal("deleted") }),
  z.object({ kind: z.literal("deletion-failed"), reason: z.string().nullable() }),
  // Its health
  z.object({ kind: z.literal("degraded"), unwell: z.int(), total: z.int(), nodes: names, state: z.string() }),
  z.object({ kind: z.literal("well"), nodes: z.int() }),
  // Its configuration
  z.object({ kind: z.literal("changed"), differences: z.array(configurationDifference).readonly(), more: z.int() }),
  // Its vulnerabilities
  z.object({ kind: z.literal("cve-found"), names, urgent: z.int(), nodes: z.int() }),
  z.object({ kind: z.literal("cve-fixed"), names, left: z.int() }),
  /** An alert rule of managed pools, by the id of its event or by its name. */
  z.object({ kind: z.literal("alert"), rule: z.string(), message: z.string().nullable() }),
]);
export type News = z.infer<typeof news>;

/** How much a piece of news matters, and whether somebody has to do something. */
export interface Weight {
  readonly severity: Severity;
  readonly needsPerson: boolean;
}

const info: Weight = { severity: "info", needsPerson: false };
const warning: Weight = { severity: "warning", needsPerson: false };
const stuck: Weight = { severity: "warning", needsPerson: true };
const broken: Weight = { severity: "critical", needsPerson: true };

export function weightOf(of: News): Weight {
  switch (of.kind) {
    case "failed":
    case "not-repaired":
    case "creation-failed":
    case "deletion-failed":
    case "alert":
      return broken;
    case "degraded":
      // Half of the nodes and more, or a pool that ACK gave up: workloads notice.
      return of.state !== "active" || of.unwell * 2 >= of.total ? broken : stuck;
    case "paused":
    case "plan-refused":
    case "lost":
      return stuck;
    case "finished":
      return of.failed.length > 0 ? stuck : info;
    case "cve-found":
      return of.urgent > 0 ? stuck : info;
    case "changed":
    case "cancelled":
    case "deleting":
      return warning;
    default:
      return info;
  }
}
