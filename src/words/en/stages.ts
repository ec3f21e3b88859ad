import type { Stage } from "../../domain/operation.ts";

const names: Readonly<Record<Stage, string>> = {
  requested: "being recorded",
  "awaiting-sign-off": "waiting for sign-off",
  approved: "approved",
  waiting: "approved and waiting",
  submitting: "being sent to ACK",
  running: "running",
  paused: "paused",
  succeeded: "done",
  failed: "failed",
  cancelled: "cancelled",
  rejected: "rejected",
  withdrawn: "withdrawn",
  expired: "expired",
  stale: "out of date",
};

const marks: Readonly<Record<Stage, string>> = {
  requested: "📝",
  "awaiting-sign-off": "✋",
  approved: "👍",
  waiting: "⏳",
  submitting: "🛫",
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

export function stageName(stage: Stage): string {
  return names[stage];
}

/** A picture that tells the stage at a glance; never without its name. */
export function stageMark(stage: Stage): string {
  return marks[stage];
}
