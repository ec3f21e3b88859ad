import { invalidParameter, refuse } from "../errors.ts";
import { isOn } from "../json.ts";
import { startFix } from "../life/fix.ts";
import { keptNodes } from "../pool.ts";
import { clusterOf, joinedNodes, mustBeIdle, poolOf, textsIn, wholeNumber } from "./guards.ts";
import type { Call, Operation } from "./operation.ts";

/** Fixes the vulnerabilities that are named on the nodes that are named, or on all. */
export const fixNodePoolVuls: Operation = {
  action: "FixNodePoolVuls",
  method: "POST",
  path: "/clusters/:cluster/nodepools/:pool/vuls/fix",
  answer(call) {
    const { region, body } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool);
    if (!region.assumptions.vulnerabilityFixPurchased) {
      const { status, code } = region.assumptions.fixWithoutService;
      throw refuse(status, code, "vulnerability fixing of Security Center has not been purchased");
    }
    const vulnerabilities = wanted(call);
    if (vulnerabilities.length === 0) throw invalidParameter("no vulnerabilities are named");
    const names = textsIn(body, "nodes");
    const joined = keptNodes(pool).filter(({ life }) => life !== "initial" && life !== "offline");
    const nodes = names.length === 0 ? joined : joinedNodes(pool, names, "nodes");
    const known = new Set(pool.nodes.flatMap((node) => node.vulnerabilities.map(({ name }) => name)));
    const unknown = vulnerabilities.find((name) => !known.has(name));
    if (unknown !== undefined) throw invalidParameter(`vulnerability ${unknown} is not in nodepool ${pool.id}`);
    const parallelism = wholeNumber(body, "rollout_policy", "max_parallelism") ?? 1;
    if (parallelism < 1 || parallelism > pool.nodes.length) {
      const { status, code } = region.assumptions.outOfRange;
      throw refuse(status, code, `max_parallelism must be from 1 to ${pool.nodes.length}`);
    }
    const affected = nodes.filter((node) => node.vulnerabilities.some(({ name }) => vulnerabilities.includes(name)));
    const plan = { vulnerabilities, restarts: isOn(body, "auto_restart"), parallelism };
    return { task_id: startFix(region, pool, affected, plan, body).id };
  },
};

/** The SDK sends `vuls`, a vendor's tool sends `vulnerabilities`. */
function wanted({ region, body }: Call): readonly string[] {
  const key = region.assumptions.fixKey;
  return key === "either" ? [...textsIn(body, "vuls"), ...textsIn(body, "vulnerabilities")] : textsIn(body, key);
}
