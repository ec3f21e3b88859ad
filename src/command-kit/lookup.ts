import type { CloudReader } from "../domain/cloud.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import { nearestFew } from "../domain/grammar/nearest.ts";
import { type NodePool, qualifiedName } from "../domain/node-pool.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";

/** Finds what people name, across all clusters. Throws what the cloud's reader throws. */
export interface Lookup {
  /** By name, `cluster/pool` or id. A name that several pools have is not guessed. */
  pool(typed: string): Promise<Result<NodePool, Refusal>>;
  cluster(typed: string): Promise<Result<ClusterReference, Refusal>>;
}

export function createLookup(cloud: CloudReader): Lookup {
  return {
    async pool(typed) {
      const pools = await poolsFor(cloud, typed);
      const matching = pools.filter((pool) => [pool.name, qualifiedName(pool), pool.id].includes(typed));
      const [only, another] = matching;
      if (only === undefined) {
        const names = pools.flatMap((pool) => [pool.name, qualifiedName(pool)]);
        return failure({ code: "unknown-pool", typed, nearest: nearestFew(typed, [...new Set(names)], 3) });
      }
      if (another === undefined) return success(only);
      return failure({ code: "ambiguous-pool", typed, candidates: matching.map(qualifiedName) });
    },
    async cluster(typed) {
      const clusters = await cloud.clusters();
      const found = clusters.find(({ name, id }) => name === typed || id === typed);
      if (found !== undefined) return success(found);
      return failure({ code: "unknown-cluster", typed, known: clusters.map(({ name }) => name) });
    },
  };
}

/** A cluster that is named need not wait for the others. */
async function poolsFor(cloud: CloudReader, typed: string): Promise<readonly NodePool[]> {
  const clusters = await cloud.clusters();
  const named = clusters.filter(({ name }) => typed.startsWith(`${name}/`));
  const asked = named.length > 0 ? named : clusters;
  return (await Promise.all(asked.map((cluster) => cloud.nodePools(cluster)))).flat();
}
