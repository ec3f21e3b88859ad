/** Kubernetes versions, images and runtimes on offer (ACK: DescribeKubernetesVersionMetadata). */

export interface VersionOffer {
  readonly version: string;
  /** Versions to which a cluster of this one can go. */
  readonly upgradableTo: readonly string[];
  readonly released: string;
  readonly expires: string;
  readonly creatable: boolean;
  readonly containerd: readonly string[];
}

export interface ImageOffer {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly version: string;
  readonly architecture: "x86_64" | "arm64";
}

export const versionOffers: readonly VersionOffer[] = [
  {
    version: "1.31.9-aliyun.1",
    upgradableTo: ["1.32.7-aliyun.1"],
    released: "2025-01-30T00:00:00Z",
    expires: "2026-12-30T00:00:00Z",
    creatable: false,
    containerd: ["1.6.36", "1.6.38"],
  },
  {
    version: "1.32.7-aliyun.1",
    upgradableTo: ["1.33.3-aliyun.1"],
    released: "2025-05-30T00:00:00Z",
    expires: "2027-05-30T00:00:00Z",
    creatable: true,
    containerd: ["1.6.38", "2.1.3"],
  },
  {
    version: "1.33.3-aliyun.1",
    upgradableTo: ["1.34.1-aliyun.1"],
    released: "2025-08-30T00:00:00Z",
    expires: "2027-08-30T00:00:00Z",
    creatable: true,
    containerd: ["1.6.38", "2.1.3"],
  },
  {
    version: "1.34.1-aliyun.1",
    upgradableTo: [],
    released: "2025-12-15T00:00:00Z",
    expires: "2027-12-15T00:00:00Z",
    creatable: true,
    containerd: ["2.1.3", "2.1.5"],
  },
];

export const imageOffers: readonly ImageOffer[] = [
  {
    id: "aliyun_3_x64_20G_alibase_20251030.vhd",
    name: "Alibaba Cloud Linux 3.2104 LTS 64-bit",
    type: "AliyunLinux3",
    version: "3.2104",
    architecture: "x86_64",
  },
  {
    id: "aliyun_3_x64_20G_container_optimized_20251020.vhd",
    name: "Alibaba Cloud Linux 3.2104 LTS 64-bit Container Optimized",
    type: "AliyunLinux3ContainerOptimized",
    version: "3.2104",
    architecture: "x86_64",
  },
  {
    id: "aliyun_3_arm64_20G_alibase_20251030.vhd",
    name: "Alibaba Cloud Linux 3.2104 LTS 64-bit ARM Edition",
    type: "AliyunLinux3Arm64",
    version: "3.2104",
    architecture: "arm64",
  },
];

/** Compares `1.33.3-aliyun.1` and the like: negative, zero or positive, as for sorting. */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [numbersOf(one), numbersOf(other)];
  for (let place = 0; place < Math.max(first.length, second.length); place += 1) {
    const difference = (first[place] ?? 0) - (second[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Minor versions between two, 1.31 and 1.33 for example: 2. */
export const minorsBetween = (older: string, newer: string): number =>
  (numbersOf(newer)[1] ?? 0) - (numbersOf(older)[1] ?? 0);

const numbersOf = (version: string): readonly number[] => version.match(/\d+/g)?.map(Number) ?? [];
