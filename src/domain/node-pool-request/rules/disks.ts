import type { RequestProblem } from "../problem.ts";
import { aboutScalingGroup, type Rule, when } from "./rule.ts";

/** GiB that a disk has to exceed to have a performance level (ACK: create a node pool, system disk). */
const sizeAbove: Readonly<Record<string, number>> = { PL2: 460, PL3: 1260 };

function levelNeedsSize(
  path: string,
  disk: {
    readonly category: string | undefined;
    readonly level: string | undefined;
    readonly size: number | undefined;
  },
): readonly RequestProblem[] {
  const { category, level = "", size } = disk;
  const above = sizeAbove[level];
  // Disks of other kinds have no performance level: there it has no effect.
  if (above === undefined || size === undefined || (category !== undefined && category !== "cloud_essd")) return [];
  return when(size <= above, { code: "disk-too-small", path, level, above });
}

/** The levels PL2 and PL3 need large disks. */
export const levelsNeedLargeDisks: Rule = aboutScalingGroup((group) => [
  ...levelNeedsSize("scaling_group.system_disk_size", {
    category: group.system_disk_category,
    level: group.system_disk_performance_level,
    size: group.system_disk_size,
  }),
  ...(group.data_disks ?? []).flatMap(({ category, performance_level: level, size }, place) =>
    levelNeedsSize(`scaling_group.data_disks[${place}].size`, { category, level, size }),
  ),
]);

const encryptable = ["cloud_essd", "cloud_auto", "cloud_essd_entry"] as const;

/** System disks are encrypted only where they are ESSDs (ACK: create a node pool); data disks of every kind can be. */
export const encryptionNeedsEssd: Rule = aboutScalingGroup((group) => {
  if (group.system_disk_encrypted !== true) return [];
  const { system_disk_category: category, system_disk_categories: categories = [] } = group;
  const kinds = [...(category === undefined ? [] : [category]), ...categories];
  const fits = kinds.length > 0 && kinds.every((kind) => encryptable.some((one) => one === kind));
  return when(!fits, {
    code: "only-with",
    path: "scaling_group.system_disk_encrypted",
    other:
      category === undefined && categories.length > 0
        ? "scaling_group.system_disk_categories"
        : "scaling_group.system_disk_category",
    allowed: encryptable,
  });
});

/** Bursting and provisioned IOPS are features of ESSD AutoPL (ACK: `cloud_auto`). */
export const performanceNeedsAutoPl: Rule = aboutScalingGroup((group) => {
  const only = (path: string, other: string, asked: boolean, category: string | undefined): readonly RequestProblem[] =>
    when(asked && category !== "cloud_auto", { code: "only-with", path, other, allowed: ["cloud_auto"] });
  const system = "scaling_group.system_disk";
  const kind = `${system}_category`;
  return [
    ...only(
      `${system}_bursting_enabled`,
      kind,
      group.system_disk_bursting_enabled === true,
      group.system_disk_category,
    ),
    ...only(
      `${system}_provisioned_iops`,
      kind,
      (group.system_disk_provisioned_iops ?? 0) > 0,
      group.system_disk_category,
    ),
    ...(group.data_disks ?? []).flatMap(({ category, bursting_enabled: bursting, provisioned_iops: iops }, place) => {
      const disk = `scaling_group.data_disks[${place}]`;
      return [
        ...only(`${disk}.bursting_enabled`, `${disk}.category`, bursting === true, category),
        ...only(`${disk}.provisioned_iops`, `${disk}.category`, (iops ?? 0) > 0, category),
      ];
    }),
  ];
});

/**
 * The most IOPS that can be provisioned on an ESSD AutoPL disk (ACK: `system_disk_provisioned_iops`): the lesser of 50,000 and
 * 1,000 × size − baseline, where the baseline is the lesser of 1,800 + 50 × size and 50,000.
 * @param size in GiB
 */
export function mostProvisionedIops(size: number): number {
  const baseline = Math.min(1800 + 50 * size, 50_000);
  return Math.max(0, Math.min(50_000, 1000 * size - baseline));
}

/** How many IOPS a disk can be given depends on its size. */
export const iopsNeedSize: Rule = aboutScalingGroup((group) => {
  const fits = (path: string, iops: number | undefined, size: number | undefined): readonly RequestProblem[] => {
    if (iops === undefined || size === undefined) return [];
    const most = mostProvisionedIops(size);
    return when(iops > most, { code: "iops-above-disk", path, most, size });
  };
  return [
    ...fits("scaling_group.system_disk_provisioned_iops", group.system_disk_provisioned_iops, group.system_disk_size),
    ...(group.data_disks ?? []).flatMap(({ provisioned_iops: iops, size }, place) =>
      fits(`scaling_group.data_disks[${place}].provisioned_iops`, iops, size),
    ),
  ];
});
