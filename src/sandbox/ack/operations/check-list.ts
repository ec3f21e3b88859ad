import type { JsonObject } from "../json.ts";
import type { ClusterCheck, RegionState } from "../state.ts";

export const hasEnded = ({ now }: RegionState, { finished }: ClusterCheck): boolean => finished <= now;

/** A check as both reading operations show it. */
export function checkListed(region: RegionState, check: ClusterCheck): JsonObject {
  const { checkStatuses } = region.assumptions;
  const failed = check.findings.filter(({ passed }) => !passed);
  const outcome =
    failed.length === 0
      ? { status: checkStatuses.passed, message: "task succeed" }
      : { status: checkStatuses.failed, message: failed.map(({ message }) => message).join("; ") };
  const running = { status: checkStatuses.running, message: "" };
  return {
    check_id: check.id,
    type: check.type,
    created_at: new Date(check.created).toISOString(),
    ...(hasEnded(region, check) ? { ...outcome, finished_at: new Date(check.finished).toISOString() } : running),
  };
}
