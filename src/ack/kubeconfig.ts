import * as z from "zod";
import type { ClusterReference } from "../domain/cluster.ts";
import type { Instant } from "../domain/ids.ts";
import type { Client } from "./client.ts";
import { moment } from "./wire-fields.ts";

/** Minutes for which a kubeconfig is fetched (ACK: 15 to 4,320): short, for it is fetched again as long as it is needed. */
const minutes = 60;

const wireKubeconfig = z.object({ config: z.string(), expiration: moment });

/**
 * Fetches a temporary kubeconfig of a cluster (ACK: DescribeClusterUserKubeconfig). It opens what the RAM identity may do by RBAC there.
 * @param network by which way the cluster's API is reached: from the internet, or from within its VPC
 */
export function createKubeconfigs(
  client: Client,
  network: "internet" | "private",
  now: () => Instant,
): (cluster: ClusterReference) => Promise<{ readonly text: string; readonly until: Instant }> {
  return async ({ id, region }) => {
    const { config, expiration } = await client.read(
      {
        region,
        action: "DescribeClusterUserKubeconfig",
        method: "GET",
        path: `/k8s/${encodeURIComponent(id)}/user_config`,
        query: { PrivateIpAddress: String(network === "private"), TemporaryDurationMinutes: String(minutes) },
      },
      wireKubeconfig,
    );
    return { text: config, until: expiration ?? now() + minutes * 60_000 };
  };
}
