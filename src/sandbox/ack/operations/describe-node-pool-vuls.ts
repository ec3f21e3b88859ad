import { invalidParameter } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Vulnerability } from "../node.ts";
import { poolOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

const levels = ["asap", "later", "nntf"];

/** Vulnerabilities by node; nodes without any are left out. */
export const describeNodePoolVuls: Operation = {
  action: "DescribeNodePoolVuls",
  method: "GET",
  path: "/clusters/:cluster/nodepools/:pool/vuls",
  answer(call) {
    const asked = (call.query["necessity"] || levels.join(",")).split(",").map((level) => level.trim());
    const unknown = asked.find((level) => !levels.includes(level));
    if (unknown !== undefined) throw invalidParameter(`necessity ${unknown} is invalid`);
    const records = poolOf(call).nodes.map(({ instanceId, name, vulnerabilities }) => ({
      instance_id: instanceId,
      node_name: name,
      vul_list: vulnerabilities.filter(({ necessity }) => asked.includes(necessity)).map(wireVulnerability),
    }));
    return {
      vul_records: records.filter((record) => record.vul_list.length > 0),
      vuls_fix_service_purchased: call.region.assumptions.vulnerabilityFixPurchased,
    };
  },
};

const wireVulnerability = (vulnerability: Vulnerability): JsonObject => ({
  name: vulnerability.name,
  alias_name: vulnerability.alias,
  cve_list: vulnerability.cves,
  necessity: vulnerability.necessity,
  need_reboot: vulnerability.needsRestart,
  package_list: vulnerability.packages.map((name) => ({ name })),
});
