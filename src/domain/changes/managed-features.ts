import type { Cluster } from "../cluster.ts";
import { valueAt } from "../json.ts";
import type { NodePool } from "../node-pool.ts";
import type { RequestContext } from "../node-pool-request/context.ts";
import { managementSwitches } from "../node-pool-request/management-switches.ts";
import { noEffect } from "../node-pool-request/notices/no-effect.ts";
import { withOverrides } from "../node-pool-request/overrides.ts";
import { presentRequest, problemsOfChange } from "../node-pool-request/present-request.ts";
import type { Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result } from "../result.ts";
import { type FieldWish, planSettings, type SettingsChange } from "./settings.ts";

export interface ManagementWish {
  /** null: as it is. */
  readonly on: boolean | null;
  /** Fields below `management` and what they are to be. */
  readonly fields: readonly FieldWish[];
}

const enable = "management.enable";
const autoUpgrade = "management.auto_upgrade";
const upgradePolicy = "management.auto_upgrade_policy";

/**
 * Plans managed features (ACK: ModifyClusterNodePool `management`). ACK's defaults have changed and its documents differ, so that
 * every switch is said when managing is switched on, and those that there are whenever anything of it changes.
 * @param pool as its own description has it, not as the list has
 */
export function planManagement(
  pool: NodePool,
  cluster: Cluster,
  { on, fields: asked }: ManagementWish,
): Result<Preview<SettingsChange>, Refusal> {
  const { enabled } = pool.management;
  if (on === false) {
    if (!enabled) return failure({ code: "nothing-changes", pool: pool.name });
    return planSettings(pool, cluster, { kind: "manage", fields: [{ path: enable, to: false }] }, offWarnings(pool));
  }
  if (!enabled && on !== true) return failure({ code: "pool-not-manageable", pool: pool.name });

  const before = presentRequest(pool);
  const wished = [...asked, ...partOfUpgrades(asked, (path) => valueAt(before, path.split(".")))];
  const others = managementSwitches
    .filter((path) => !wished.some((field) => field.path === path))
    .flatMap((path): readonly FieldWish[] => {
      const present = valueAt(before, path.split("."));
      if (present === undefined && enabled) return [];
      return [{ path, to: present ?? false, restated: true }];
    });
  const fields: readonly FieldWish[] = [{ path: enable, to: true, restated: true }, ...wished, ...others];
  const after = withOverrides(before, Object.fromEntries(fields.map(({ path, to }) => [path, to])));
  const context: RequestContext = { clusterVersion: cluster.version, poolNames: null, zones: null };
  const problems = problemsOfChange(before, after, context);
  if (problems.length > 0) return failure({ code: "request-invalid", problems });

  const idle = noEffect(after).filter((notice) => asked.some(({ path }) => isAtOrBelow(path, notice.path)));
  const warnings: readonly Warning[] = [
    ...idle.map((notice): Warning => ({ code: "request-notice", notice })),
    ...(enabled ? [] : ([{ code: "needs-problem-detector" }] as const)),
    ...upgradeWarnings(pool, asked),
  ];
  return planSettings(pool, cluster, { kind: "manage", fields }, warnings);
}

/** Upgrades that are switched on without a word of what: the kubelet, which is what the API document says ACK takes. */
function partOfUpgrades(asked: readonly FieldWish[], present: (path: string) => unknown): readonly FieldWish[] {
  const on = asked.some(({ path, to }) => path === autoUpgrade && to === true);
  const named = asked.some(({ path }) => path.startsWith(`${upgradePolicy}.`));
  const parts = ["auto_upgrade_kubelet", "auto_upgrade_runtime", "auto_upgrade_os"].map(
    (part) => `${upgradePolicy}.${part}`,
  );
  if (!on || named || parts.some((path) => present(path) === true)) return [];
  return [{ path: `${upgradePolicy}.auto_upgrade_kubelet`, to: true }];
}

function upgradeWarnings(pool: NodePool, asked: readonly FieldWish[]): readonly Warning[] {
  const wanted = asked.find(({ path }) => path === autoUpgrade)?.to;
  if (wanted === true) return [{ code: "auto-upgrade-moves-to-clusters" }];
  return wanted === false && pool.management.autoUpgrade ? [{ code: "nothing-upgrades-itself" }] : [];
}

/** What a pool is without managing: what it was before (ACK: managed node pools, old guide). */
function offWarnings(pool: NodePool): readonly Warning[] {
  const becomes = pool.isDefault ? "default" : pool.sizing.mode === "automatic" ? "auto-scaling" : "custom";
  return [
    { code: "becomes-unmanaged", becomes },
    ...(pool.management.autoUpgrade ? ([{ code: "nothing-upgrades-itself" }] as const) : []),
  ];
}

function isAtOrBelow(path: string, group: string): boolean {
  return path === group || path.startsWith(`${group}.`);
}
