import { refuse } from "../errors.ts";
import { checkListed, hasEnded } from "./check-list.ts";
import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

export const getClusterCheck: Operation = {
  action: "GetClusterCheck",
  method: "GET",
  path: "/clusters/:cluster/checks/:check",
  answer(call) {
    const { region, params } = call;
    const cluster = clusterOf(call);
    const check = region.checks.get(params["check"] ?? "");
    if (check?.clusterId !== cluster.id) {
      const { status, code } = region.assumptions.checkNotFound;
      throw refuse(status, code, `check ${params["check"] ?? ""} not found`);
    }
    const items = check.findings.map(({ name, passed, message }) => ({
      name,
      status: passed ? "passed" : "failed",
      level: passed ? "normal" : "error",
      message,
    }));
    return {
      ...checkListed(region, check),
      check_items: hasEnded(region, check) ? { [check.type]: items } : {},
    };
  },
};
