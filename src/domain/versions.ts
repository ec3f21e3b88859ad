/** Numbers of a Kubernetes version as ACK writes it: `1.33.3-aliyun.1` gives 1, 33, 3, 1. null where it is none. */
function numbersOf(version: string): readonly number[] | null {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:-aliyun\.(\d+))?$/.exec(version);
  if (match === null) return null;
  return match.slice(1).map((part: string | undefined) => Number(part ?? 0));
}

/** Negative where `a` is older than `b`, 0 where they are equal, null where one of them cannot be compared. */
export function compareVersions(a: string, b: string): number | null {
  const left = numbersOf(a);
  const right = numbersOf(b);
  if (left === null || right === null) return null;
  for (const [index, number] of left.entries()) {
    const difference = number - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How many minor versions lie between two versions of one major; null where they cannot be compared. */
export function minorSkew(older: string, newer: string): number | null {
  const left = numbersOf(older);
  const right = numbersOf(newer);
  if (left === null || right === null || left[0] !== right[0]) return null;
  return (right[1] ?? 0) - (left[1] ?? 0);
}
