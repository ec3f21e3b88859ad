import {
  CoreV1Api,
  createConfiguration,
  KubeConfig,
  PatchStrategy,
  ServerConfiguration,
  setHeaderOptions,
  type V1Node,
  type V1NodeList,
} from "@kubernetes/client-node";
import { refusal } from "./errors.ts";

/** The calls that are made of a cluster's Kubernetes API. They throw what the client throws. */
export interface NodeApi {
  listNode(query: {
    readonly labelSelector: string;
    readonly limit: number;
    readonly _continue?: string;
  }): Promise<V1NodeList>;
  readNode(name: string): Promise<V1Node>;
  /** A merge patch. */
  patchNode(name: string, body: object): Promise<V1Node>;
}

/** A kubeconfig that has been read. */
export type OpenedKubeconfig = (connections: { destroy(): void }[]) => NodeApi;

/** Reads a kubeconfig; what it gives makes an API whose calls put their connections into a list, for whoever wants them closed. */
export function openKubeconfig(from: { readonly file: string } | { readonly text: string }): OpenedKubeconfig {
  const config = new KubeConfig();
  try {
    if ("file" in from) config.loadFromFile(from.file);
    else config.loadFromString(from.text);
  } catch {
    // The parser's message would quote the secret.
    throw unreadable();
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw unreadable();
  return (connections) => {
    const core = new CoreV1Api(
      createConfiguration({
        baseServer: new ServerConfiguration(cluster.server, {}),
        authMethods: {
          default: {
            getName: () => config.getName(),
            async applySecurityAuthentication(request) {
              await config.applySecurityAuthentication(request);
              const agent = request.getAgent();
              if (agent !== undefined) connections.push(agent);
            },
          },
        },
      }),
    );
    return {
      listNode: (query) => core.listNode(query),
      readNode: (name) => core.readNode({ name }),
      patchNode: (name, body) =>
        core.patchNode({ name, body }, setHeaderOptions("Content-Type", PatchStrategy.MergePatch)),
    };
  };
}

function unreadable(): Error {
  return refusal("denied", "UnreadableKubeconfig", "the kubeconfig cannot be read, or names no cluster", "kubeconfig");
}
