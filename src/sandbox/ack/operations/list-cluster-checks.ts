import { checkListed } from "./check-list.ts";
import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

/** Newest first. */
export const listClusterChecks: Operation = {
  action: "ListClusterChecks",
  method: "GET",
  path: "/clusters/:cluster/checks",
  answer(call) {
    const { region, query } = call;
    const cluster = clusterOf(call);
    const checks = [...region.checks.values()].filter(
      ({ clusterId, type, target }) =>
        clusterId === cluster.id &&
        (query["type"] || type) === type &&
        ((query["target"] ?? "") === "" || query["target"] === target),
    );
    return { checks: checks.toReversed().map((check) => checkListed(region, check)) };
  },
};
