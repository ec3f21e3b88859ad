import type { CloudFailure } from "../domain/cloud.ts";
import { type Text, words } from "../domain/text.ts";

/** What an error of ACK means, and what to do about it. */
export interface CloudProblem {
  /** Continues a sentence. */
  readonly cause: string;
  readonly next: string;
}

/** Errors of ACK and of what it calls, by code; the rest are alert rules of managed node pools (ACK: rule set cluster-ops-err), by rule and by event. */
const problemByCode = {
  "InvalidNodePoolStatus.Forbidden": "pool-busy",
  "InvalidDesiredSizeOrCount.NotNull": "scales-itself",
  "InvalidParameter.Management": "no-problem-detector",
  "InvalidParameter.Name": "name-taken",
  "MissingAuth.AliyunOOSLifecycleHook4CSRole": "no-lifecycle-role",
  "InvalidVSwitchId.IpNotEnough": "no-addresses",
  "QuotaExceeded.Node": "node-quota",
  "QuotaExceeded.NodePool": "pool-quota",
  InsufficientBalance: "no-money",
  DependencyResourceExist: "still-in-use",
  LastNodePool: "last-pool",
  RegionUnavailable: "region-silent",
  ErrorClusterState: "cluster-not-running",
  ErrorClusterNotFound: "no-such-cluster",
  ErrorNodePoolNotFound: "no-such-pool",
  ErrPauseTask: "runs-in-one-go",
  "Forbidden.RAM": "no-right",
  NoPermission: "no-right",
  ErrorCheckAcl: "no-right",
  "InvalidAccessKeyId.NotFound": "no-access-key",
  SignatureDoesNotMatch: "wrong-secret",
  "InvalidSecurityToken.Expired": "token-expired",
  "nlc-run-cmd-err": "command-failed",
  "sls.app.ack.nlc.run_command_fail": "command-failed",
  "nlc-empty-cmd": "no-command",
  "sls.app.ack.nlc.empty_task_cmd": "no-command",
  "nlc-url-m-unimp": "unknown-mode",
  "sls.app.ack.nlc.url_mode_unimpl": "unknown-mode",
  "nlc-opt-no-found": "unknown-repair",
  "sls.app.ack.nlc.op_not_found": "unknown-repair",
  "nlc-des-node-err": "not-destroyed",
  "sls.app.ack.nlc.destroy_node_fail": "not-destroyed",
  "nlc-drain-node-err": "not-drained",
  "sls.app.ack.nlc.drain_node_fail": "not-drained",
  "nlc-restart-ecs-wait": "restart-too-slow",
  "sls.app.ack.nlc.restart_ecs_wait_fail": "restart-too-slow",
  "nlc-restart-ecs-err": "not-restarted",
  "sls.app.ack.nlc.restart_ecs_fail": "not-restarted",
  "nlc-reset-ecs-err": "disk-not-reset",
  "sls.app.ack.nlc.reset_ecs_fail": "disk-not-reset",
  "nlc-sel-repair-err": "not-repaired",
  "sls.app.ack.nlc.repair_fail": "not-repaired",
} as const satisfies Readonly<Record<string, string>>;

/** Kinds of codes that come in many spellings. */
const families = [
  [/NoStock|NotOnSale|StockNotEnough|ResourceNotAvailable/, "no-stock"],
  [/IpNotEnough|InsufficientIp/i, "no-addresses"],
  [/^QuotaExceed|QuotaLimit/, "quota"],
  [/^(InsufficientBalance|InvalidAccountStatus\.NotEnoughBalance)/, "no-money"],
  [/^(Forbidden|NoPermission)(\.|$)/, "no-right"],
  [/^MissingAuth\./, "no-service-role"],
  [/DrainNode|DrainTimeout/i, "drain-too-slow"],
] as const;

type CloudProblemId = (typeof problemByCode)[keyof typeof problemByCode] | (typeof families)[number][1];

/** What a language says of each problem, and of a failure whose code is not known. */
export interface CloudProblemWords {
  readonly problems: Readonly<Record<CloudProblemId, CloudProblem>>;
  readonly advice: Readonly<Record<CloudFailure, string>>;
}

interface CloudErrorWords {
  /** What helps against a failed call. */
  cloudAdvice(code: string, failure: CloudFailure): Text;
  /**
   * An error in other words than ACK's, and what to do about it. The code may stand within the message, as in tasks and on nodes.
   * null: it is not known here; ACK's own words have to do.
   */
  explainCloudError(code: string | null, message: string | null): { readonly cause: Text; readonly next: Text } | null;
}

export function cloudErrorsIn({ problems, advice }: CloudProblemWords): CloudErrorWords {
  return {
    cloudAdvice(code, failure) {
      const known = problemOf(code);
      return words(known === null ? advice[failure] : problems[known].next);
    },
    explainCloudError(code, message) {
      const named = [code ?? "", ...((message ?? "").match(/[A-Za-z][\w-]*(?:\.[\w-]+)*/g) ?? [])];
      const found = named.map(problemOf).find((problem) => problem !== null) ?? null;
      return found === null ? null : { cause: words(problems[found].cause), next: words(problems[found].next) };
    },
  };
}

const known: ReadonlyMap<string, CloudProblemId> = new Map(Object.entries(problemByCode));

function problemOf(name: string): CloudProblemId | null {
  return known.get(name) ?? families.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
