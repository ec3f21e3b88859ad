import type { Stage } from "../../domain/operation.ts";

const names: Readonly<Record<Stage, string>> = {
  requested: "being recorded",
  "awaiting-sign-off": "waiting for sign-off",
  approved: "approved",
  waiting: "approved and waiting",
  submitting: "being sent to ACK",
  unknown: "of unknown outcome",
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

export function stageName(stage: Stage): string {
  return names[stage];
}
