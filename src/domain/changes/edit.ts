import type { Cluster } from "../cluster.ts";
import { isJsonObject, isList, type JsonObject, sameJson } from "../json.ts";
import type { NodePool } from "../node-pool.ts";
import type { RequestContext } from "../node-pool-request/context.ts";
import type { RequestNotice } from "../node-pool-request/notices/notice.ts";
import { notices } from "../node-pool-request/notices/notices.ts";
import { presentRequest, problemsOfChange } from "../node-pool-request/present-request.ts";
import { readNodePoolRequest } from "../node-pool-request/read-request.ts";
import { secretIn } from "../node-pool-request/secrets.ts";
import type { Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result } from "../result.ts";
import { type FieldWish, planSettings, type SettingsChange } from "./settings.ts";

/** Fields whose change is of another kind, with a sign-off of its own: `edit` must not be a way around it. */
const verbOf: Readonly<Record<string, string>> = {
  "scaling_group.desired_size": "scale",
  count: "scale",
  "auto_scaling.enable": "autoscale",
  "auto_scaling.min_instances": "autoscale",
  "auto_scaling.max_instances": "autoscale",
  management: "manage",
};

/**
 * Plans an edit (ACK: ModifyClusterNodePool). Values are held to the rules of a new pool, and only what the edit itself does wrong
 * is told.
 * @param pool as its own description has it, not as the list has
 * @param wanted its settings as they are to be, made from {@link presentRequest}
 * @param others names of the other pools of the cluster
 */
export function planEdit(
  pool: NodePool,
  cluster: Cluster,
  wanted: JsonObject,
  others: readonly string[],
): Result<Preview<SettingsChange>, Refusal> {
  const secret = secretIn(wanted);
  if (secret !== null) return failure({ code: "secret-not-taken", field: secret });
  const before = presentRequest(pool);
  const moved = fieldsThatMove(before, wanted, "");
  for (const { path } of moved) {
    const verb = Object.entries(verbOf).find(([group]) => path === group || path.startsWith(`${group}.`))?.[1];
    if (verb !== undefined) return failure({ code: "field-has-verb", field: path, verb, pool: pool.name });
  }
  const gone = moved.find(({ to }) => to === undefined);
  if (gone !== undefined) return failure({ code: "field-stays", field: gone.path });
  const plan = planSettings(pool, cluster, { kind: "edit", fields: moved });
  if (!plan.ok) return plan;
  const context: RequestContext = { clusterVersion: cluster.version, poolNames: others, zones: null };
  const problems = problemsOfChange(before, wanted, context);
  if (problems.length > 0) return failure({ code: "request-invalid", problems });
  const warnings = [...noticesOfChange(before, wanted, context), ...recycling(moved)];
  return { ok: true, value: { ...plan.value, warnings: [...plan.value.warnings, ...warnings] } };
}

/** Fields that get another value. Lists move as a whole, which is how ACK takes them; what goes is undefined, a list empty. */
function fieldsThatMove(before: unknown, after: unknown, path: string): readonly FieldWish[] {
  if (sameJson(before, after)) return [];
  if (isJsonObject(before ?? after) && isJsonObject(after ?? before)) {
    const [from, to] = [isJsonObject(before) ? before : {}, isJsonObject(after) ? after : {}];
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((field) =>
      fieldsThatMove(from[field], to[field], path === "" ? field : `${path}.${field}`),
    );
  }
  return [{ path, to: after === undefined && isList(before) ? [] : after }];
}

/** What is worth knowing of the settings only since they were changed. */
function noticesOfChange(before: JsonObject, after: JsonObject, context: RequestContext): readonly Warning[] {
  const known = noticesOf(before, context);
  return noticesOf(after, context)
    .filter((notice) => !known.some((one) => sameJson(one, notice)))
    .map((notice): Warning => ({ code: "request-notice", notice }));
}

function noticesOf(request: JsonObject, context: RequestContext): readonly RequestNotice[] {
  const read = readNodePoolRequest(request, context);
  return read.ok ? notices(read.value, context) : [];
}

function recycling(moved: readonly FieldWish[]): readonly Warning[] {
  const recycles = moved.some(({ path, to }) => path === "scaling_group.scaling_policy" && to === "recycle");
  return recycles ? [{ code: "stopped-nodes-stay" }] : [];
}
