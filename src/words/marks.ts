import type { Health } from "../domain/pool-health.ts";
import type { Severity } from "../domain/diagnosis.ts";
import type { Stage } from "../domain/operation.ts";
import type { Progress } from "../domain/progress.ts";

const stageMarks: Readonly<Record<Stage, string>> = {
  requested: "📝",
  "awaiting-sign-off": "✋",
  approved: "👍",
  waiting: "⏳",
  submitting: "🛫",
  unknown: "❓",
  running: "🔄",
  paused: "⏸️",
  succeeded: "✅",
  failed: "❌",
  cancelled: "🛑",
  rejected: "🚫",
  withdrawn: "↩️",
  expired: "⌛",
  stale: "⚠️",
};

/** A picture that tells the stage at a glance; never without its name. */
export function stageMark(stage: Stage): string {
  return stageMarks[stage];
}

const severityMarks: Readonly<Record<Severity, string>> = { broken: "❌", warning: "⚠️", ok: "✅" };

/** Of what the doctor found. */
export function severityMark(severity: Severity): string {
  return severityMarks[severity];
}

/** Ten boxes, filled as far as the work is. */
export function bar({ done, total }: Progress): string {
  const filled = total === 0 ? 0 : Math.min(10, Math.floor((done / total) * 10));
  return "▰".repeat(filled) + "▱".repeat(10 - filled);
}

/** How a pool is, at a glance; never without its state. */
export const healthMarks: Readonly<Record<Health, string>> = { broken: "🔴", degraded: "🟠", busy: "🔵", well: "🟢" };
