import { timeout, TimeoutStrategy } from "cockatiel";
import type { ClusterReference } from "../domain/cluster.ts";
import type { ClusterId, Instant } from "../domain/ids.ts";
import type { NodeApi, OpenedKubeconfig } from "./client.ts";
import { refusal, toCloudError } from "./errors.ts";

/** Where kubeconfigs come from. */
export interface KubeconfigSource {
  /** Paths of files by cluster name. */
  readonly files: Readonly<Record<string, string>>;
  /** Fetches one from ACK, that opens its cluster until a moment; null: none is fetched. Throws CloudError. */
  readonly fetch: ((cluster: ClusterReference) => Promise<{ readonly text: string; readonly until: Instant }>) | null;
}

/** Opens the Kubernetes API of clusters. */
export interface KubernetesAccess {
  /** One call to one cluster's API, within its time. Throws CloudError. */
  call<Answer>(cluster: ClusterReference, action: string, work: (api: NodeApi) => Promise<Answer>): Promise<Answer>;
}

/** Milliseconds before its end from which on a kubeconfig is not used any more. */
const spare = 60_000;
/** Milliseconds for which a file is believed: a mounted secret is renewed in place. */
const fileKept = 60_000;

/** @param patience milliseconds that one call may take */
export function createKubernetesAccess(
  source: KubeconfigSource,
  now: () => Instant,
  patience = 10_000,
): KubernetesAccess {
  const configs = new Map<ClusterId, { readonly opened: OpenedKubeconfig; readonly until: Instant }>();

  async function open(cluster: ClusterReference): Promise<OpenedKubeconfig> {
    const known = configs.get(cluster.id);
    if (known !== undefined && now() < known.until) return known.opened;
    const file = source.files[cluster.name];
    if (file === undefined && source.fetch === null) {
      throw refusal("denied", "NoKubeconfig", `no kubeconfig is configured for ${cluster.name}`, "kubeconfig");
    }
    // The client is large: it is loaded where a pool asks for permission, and nowhere else.
    const { openKubeconfig } = await import("./client.ts");
    const fetched = file === undefined ? await source.fetch?.(cluster) : undefined;
    const opened = openKubeconfig(file === undefined ? { text: fetched?.text ?? "" } : { file });
    configs.set(cluster.id, { opened, until: fetched === undefined ? now() + fileKept : fetched.until - spare });
    return opened;
  }

  return {
    async call(cluster, action, work) {
      const connections: { destroy(): void }[] = [];
      try {
        const api = (await open(cluster))(connections);
        const limit = timeout(patience, TimeoutStrategy.Aggressive);
        return await limit.execute(() => work(api), new AbortController().signal);
      } catch (error) {
        const failure = toCloudError(error, action);
        // What does not open the cluster any more is not tried again: the next call gets another one.
        if (failure.failure === "denied" || failure.failure === "unreachable") configs.delete(cluster.id);
        throw failure;
      } finally {
        // The client takes no signal: a server that never answers would keep its connection for ever.
        for (const connection of connections) connection.destroy();
      }
    },
  };
}
