import { type AckError, refuse } from "../errors.ts";
import { textAt } from "../json.ts";
import type { RollingPolicy } from "../life/upgrade.ts";
import { wholeNumber } from "./guards.ts";
import type { Call } from "./operation.ts";

const pausePolicies = ["FirstBatch", "EveryBatch", "NotPause"] as const;
const defaultParallelism = 10;

/** ACK: `rolling_policy` of UpgradeClusterNodepool. Throws AckError where a number is out of range. */
export function rollingPolicyOf({ region, body }: Call): RollingPolicy {
  const parallelism = wholeNumber(body, "rolling_policy", "max_parallelism") ?? defaultParallelism;
  const failed = wholeNumber(body, "rolling_policy", "max_failed_nodes") ?? 0;
  const minutes = wholeNumber(body, "rolling_policy", "batch_interval") ?? 0;
  const asked = textAt(body, "rolling_policy", "pause_policy") ?? "NotPause";
  const pausePolicy = pausePolicies.find((policy) => policy === asked);

  const wrong = (message: string): AckError =>
    refuse(region.assumptions.outOfRange.status, region.assumptions.outOfRange.code, message);
  if (parallelism < 1 || parallelism > 10) throw wrong("max_parallelism must be from 1 to 10");
  if (failed < 0) throw wrong("max_failed_nodes must not be negative");
  if (pausePolicy === undefined) throw wrong(`pause_policy ${asked} is not one of ${pausePolicies.join(", ")}`);
  if (minutes !== 0 && (minutes < 5 || minutes > 120)) throw wrong("batch_interval must be 0 or from 5 to 120");
  if (minutes !== 0 && pausePolicy !== "NotPause") throw wrong("batch_interval only goes with NotPause");
  return { maxParallelism: parallelism, pausePolicy, maxFailedNodes: failed, batchInterval: minutes * 60_000 };
}
