/** Sizes of an upgrade's batches: 1, 2, 4, 8 … up to the parallelism, then constant (ACK: UpgradeClusterNodepool). */
export function batchSizes(nodes: number, maxParallelism: number): readonly number[] {
  const sizes: number[] = [];
  for (let left = nodes, size = 1; left > 0; size = Math.min(size * 2, maxParallelism)) {
    const batch = Math.min(size, left);
    sizes.push(batch);
    left -= batch;
  }
  return sizes;
}

/** How many batches are behind when so many nodes are done; a batch that is under way does not count. */
export function batchesDone(batches: readonly number[], nodesDone: number): number {
  let covered = 0;
  let done = 0;
  for (const size of batches) {
    covered += size;
    if (covered > nodesDone) break;
    done += 1;
  }
  return done;
}
