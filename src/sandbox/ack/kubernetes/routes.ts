/** A small Kubernetes API: nodes, to be read and patched with the bearer token of a kubeconfig. */
import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { faultsOf } from "../faults.ts";
import type { Json } from "../json.ts";
import { nodesOf } from "../pool.ts";
import type { LivingRegion } from "../region.ts";
import type { Node } from "../node.ts";
import type { Cluster, NodePool } from "../state.ts";
import { patchNode } from "./patch-node.ts";
import { selects } from "./selector.ts";
import { KubernetesError, statusBody } from "./status.ts";
import { allLabels, wireNode } from "./wire-node.ts";

/** What the calls are named in the record of calls and in faults: as @kubernetes/client-node names them. */
type Verb = "listNode" | "readNode" | "patchNode";
type Found = { readonly node: Node; readonly pool: NodePool | null };

/** @param now the time here, in milliseconds: who calls lives in it, however fast the cloud runs */
export function kubernetesRoutes(region: LivingRegion, now: () => number): Hono {
  async function respond(
    context: Context,
    verb: Verb | "unknown",
    answer: (cluster: Cluster) => Json | Promise<Json>,
  ): Promise<Response> {
    const { method, path } = context.req;
    const requestId = randomUUID();
    const at = new Date(region.live().now);
    const end = region.calls.begin({
      at,
      action: verb,
      method,
      path,
      query: context.req.query(),
      body: null,
      requestId,
    });
    const reply = async (): Promise<{ status: number; code: string | null; body: Json }> => {
      try {
        const { error } = faultsOf(region.live(), verb);
        if (error !== undefined) throw new KubernetesError(error.status, error.code, "the sandbox was told to refuse");
        return { status: 200, code: null, body: await answer(authorized(context)) };
      } catch (error) {
        const refusal =
          error instanceof KubernetesError ? error : new KubernetesError(500, "InternalError", String(error));
        return { status: refusal.status, code: refusal.reason, body: statusBody(refusal) };
      }
    };
    const { status, code, body } = await reply();
    end({ status, code });
    region.changed();
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  }

  function authorized(context: Context): Cluster {
    const { clusters, kubernetesTokens } = region.live();
    const token = /^Bearer (.+)$/.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
    const known = kubernetesTokens.get(token);
    const cluster = clusters.get(context.req.param("cluster") ?? "");
    if (cluster === undefined || known?.clusterId !== cluster.id || known.expires <= now()) {
      throw new KubernetesError(401, "Unauthorized", "Unauthorized");
    }
    return cluster;
  }

  const routes = new Hono();
  routes.get("/:cluster/api/v1/nodes", (context) =>
    respond(context, "listNode", (cluster) => {
      const { labelSelector = "", fieldSelector = "", watch } = context.req.query();
      if (watch === "true" || watch === "1")
        throw new KubernetesError(400, "BadRequest", "watching is not served here");
      const name = /^metadata\.name==?(.+)$/.exec(fieldSelector)?.[1];
      const nodes = joined(cluster).filter(
        ({ node, pool }) =>
          (name === undefined || node.name === name) && selects(labelSelector, allLabels(cluster, node, pool)),
      );
      return {
        kind: "NodeList",
        apiVersion: "v1",
        metadata: { resourceVersion: String(region.live().now) },
        items: nodes.map(({ node, pool }) => wireNode(cluster, node, pool, region.live().here)),
      };
    }),
  );
  routes.get("/:cluster/api/v1/nodes/:name", (context) =>
    respond(context, "readNode", (cluster) => {
      const { node, pool } = nodeNamed(cluster, context.req.param("name"));
      return wireNode(cluster, node, pool, region.live().here);
    }),
  );
  routes.patch("/:cluster/api/v1/nodes/:name", (context) =>
    respond(context, "patchNode", async (cluster) => {
      const text = await context.req.text();
      const found = nodeNamed(cluster, context.req.param("name"));
      const [contentType = ""] = (context.req.header("content-type") ?? "").split(";");
      patchNode(region.live(), cluster, found, contentType.trim(), text);
      return wireNode(cluster, found.node, found.pool, region.live().here);
    }),
  );
  routes.all("/:cluster/*", (context) =>
    respond(context, "unknown", () => {
      throw new KubernetesError(404, "NotFound", "the server could not find the requested resource");
    }),
  );
  return routes;
}

/** Kubernetes knows only nodes that joined. */
const joined = (cluster: Cluster): readonly Found[] =>
  nodesOf(cluster).filter(({ node }) => node.life !== "initial" && node.life !== "offline");

function nodeNamed(cluster: Cluster, name: string): Found {
  const found = joined(cluster).find(({ node }) => node.name === name);
  if (found === undefined) throw new KubernetesError(404, "NotFound", `nodes "${name}" not found`);
  return found;
}
