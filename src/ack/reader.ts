import type * as z from "zod";
import { type CloudReader, CloudError, type Excerpt, type OperationPlan } from "../domain/cloud.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import { clusterId, type ClusterId, type Instant, type TaskId } from "../domain/ids.ts";
import type { Node } from "../domain/node.ts";
import type { TaskSummary } from "../domain/task.ts";
import type { Client } from "./client.ts";
import type { Call } from "./sdk.ts";
import {
  toCluster,
  toNodePool,
  toNodes,
  toTask,
  toTaskSummary,
  wireCluster,
  wireClusters,
  wireNodePool,
  wireNodePools,
  wireNodes,
  wireTask,
  wireTasks,
  wireVersions,
} from "./wire.ts";
import { toRepairLabels, wireRepairPolicy } from "./wire-repair-policy.ts";
import { toEvents, toPlans, toVulnerabilities, wireEvents, wirePlans, wireVulnerabilities } from "./wire-upkeep.ts";

/** Which clusters there are: listed one by one, or found in regions. */
export interface ClusterSource {
  readonly listed: readonly ClusterReference[];
  readonly regions: readonly string[];
}

/** No list is followed further than this: a server that repeats itself must not keep us for ever. */
const mostPages = 50;
const pageSize = 100;
/** What is past is followed back so many pages; ACK's documents name 50 as the most of a page of events. */
const mostPagesBack = 10;
const pastPageSize = 50;
/** Milliseconds for which found clusters are believed. */
const clustersKept = 60_000;

/** Looks at ACK through a client. */
export function createReader(client: Client, source: ClusterSource, now: () => number): CloudReader {
  let found: { readonly at: number; readonly clusters: Promise<readonly ClusterReference[]> } | null = null;

  async function discover(): Promise<readonly ClusterReference[]> {
    const lists = await Promise.all(source.regions.map((region) => clustersOf(client, region)));
    return uniqueById([...source.listed, ...lists.flat()]);
  }

  return {
    clusters() {
      if (source.regions.length === 0) return Promise.resolve(source.listed);
      if (found !== null && now() - found.at < clustersKept) return found.clusters;
      const clusters = discover();
      found = { at: now(), clusters };
      clusters.catch(() => {
        found = null;
      });
      return clusters;
    },
    async cluster(reference) {
      return toCluster(await client.read(get(reference, "DescribeClusterDetail", ""), wireCluster), reference);
    },
    async nodePools(reference) {
      const answer = await client.read(get(reference, "DescribeClusterNodePools", "/nodepools"), wireNodePools);
      return (answer.nodepools ?? []).map((pool) => toNodePool(pool, reference));
    },
    async nodePool({ cluster, id }) {
      const path = `/nodepools/${encodeURIComponent(id)}`;
      return toNodePool(await client.read(get(cluster, "DescribeClusterNodePoolDetail", path), wireNodePool), cluster);
    },
    nodes: ({ cluster, id }) => nodesOf(client, cluster, id),
    tasks: (reference, wanted = []) => tasksWith(client, reference, wanted),
    async task({ region }, id) {
      const call: Call = {
        region,
        action: "DescribeTaskInfo",
        method: "GET",
        path: `/tasks/${encodeURIComponent(id)}`,
      };
      try {
        return toTask(await client.read(call, wireTask));
      } catch (error) {
        if (error instanceof CloudError && error.failure === "not-found") return null;
        throw error;
      }
    },
    async versions({ region }) {
      const answer = await client.read(
        {
          region,
          action: "DescribeKubernetesVersionMetadata",
          method: "GET",
          path: "/api/v1/metadata/versions",
          query: { Region: region, ClusterType: "ManagedKubernetes" },
        },
        wireVersions,
      );
      return answer.map(({ version, runtimes, images }) => ({
        kubernetes: version,
        runtimes: runtimes ?? [],
        images: (images ?? []).flatMap(({ image_id: id, image_name: name }) =>
          id === null ? [] : [{ id, name: name ?? id }],
        ),
      }));
    },
    async vulnerabilities({ cluster, id }) {
      const path = `/nodepools/${encodeURIComponent(id)}/vuls`;
      const query = { necessity: "asap,later,nntf" };
      return toVulnerabilities(
        await client.read(get(cluster, "DescribeNodePoolVuls", path, query), wireVulnerabilities),
      );
    },
    async plans({ id, region }) {
      return (await plansOf(client, region, { cluster_id: id })).filter(({ cluster }) => cluster === id);
    },
    plansOfRegion: (region) => plansOf(client, region),
    async repairLabels(cluster, policy) {
      const path = `/auto_repair_policies/${encodeURIComponent(policy)}`;
      return toRepairLabels(await client.read(get(cluster, "DescribeAutoRepairPolicy", path), wireRepairPolicy));
    },
    tasksSince: (reference, since) =>
      newestSince(
        since,
        ({ created }) => created,
        async (number) => (await tasksOf(client, reference, number)).tasks,
      ),
    eventsSince: (reference, since) =>
      newestSince(
        since,
        ({ at }) => at,
        async (number) => {
          const query = { page_number: String(number), page_size: String(pastPageSize) };
          return toEvents(await client.read(get(reference, "DescribeClusterEvents", "/events", query), wireEvents));
        },
      ),
    regionEventsSince: (region, since) =>
      newestSince(
        since,
        ({ at }) => at,
        async (number) => {
          const query = { page_number: String(number), page_size: String(pastPageSize) };
          const path = `/regions/${encodeURIComponent(region)}/events`;
          const call: Call = { region, action: "DescribeEventsForRegion", method: "GET", path, query };
          return toEvents(await client.read(call, wireEvents));
        },
      ),
  };
}

function get({ id, region }: ClusterReference, action: string, path: string, query: Record<string, string> = {}): Call {
  return { region, action, method: "GET", path: `/clusters/${encodeURIComponent(id)}${path}`, query };
}

async function plansOf(
  client: Client,
  region: string,
  query: Readonly<Record<string, string>> = {},
): Promise<readonly OperationPlan[]> {
  const path = `/regions/${encodeURIComponent(region)}/operation/plans`;
  const call: Call = { region, action: "ListOperationPlansForRegion", method: "GET", path, query };
  return toPlans(await client.read(call, wirePlans));
}

async function clustersOf(client: Client, region: string): Promise<readonly ClusterReference[]> {
  const page = (action: string, path: string, query: Record<string, string>): Promise<z.infer<typeof wireClusters>> =>
    client.read({ region, action, method: "GET", path, query }, wireClusters);
  const all: ClusterReference[] = [];
  for (let number = 1; number <= mostPages; number += 1) {
    const paging = { page_number: String(number), page_size: String(pageSize) };
    const answer = await page("DescribeClustersForRegion", `/regions/${encodeURIComponent(region)}/clusters`, paging);
    const clusters = answer.clusters ?? [];
    all.push(...clusters.map(({ cluster_id: id, name }) => ({ id: clusterId.parse(id), name, region })));
    if (clusters.length === 0 || all.length >= (answer.page_info?.total_count ?? 0)) break;
  }
  return all;
}

async function nodesOf(client: Client, cluster: ClusterReference, pool: string): Promise<readonly Node[]> {
  const all: Node[] = [];
  for (let number = 1; number <= mostPages; number += 1) {
    const query = { nodepool_id: pool, pageNumber: String(number), pageSize: String(pageSize) };
    const answer = await client.read(get(cluster, "DescribeClusterNodes", "/nodes", query), wireNodes);
    const nodes = toNodes(answer);
    all.push(...nodes);
    if (nodes.length === 0 || all.length >= (answer.page?.total_count ?? 0)) break;
  }
  return all;
}

async function tasksOf(
  client: Client,
  cluster: ClusterReference,
  number: number,
): Promise<{ readonly tasks: readonly TaskSummary[]; readonly total: number }> {
  const query = { page_number: String(number), page_size: String(pastPageSize) };
  const answer = await client.read(get(cluster, "DescribeClusterTasks", "/tasks", query), wireTasks);
  return { tasks: (answer.tasks ?? []).map(toTaskSummary), total: answer.page_info?.total_count ?? 0 };
}

/**
 * The newest page of tasks, and pages before it for those that are wanted. A page costs a call, as a task by its id does: once no more are
 * missing than pages were read, those are left to be asked for.
 */
async function tasksWith(
  client: Client,
  cluster: ClusterReference,
  wanted: readonly TaskId[],
): Promise<readonly TaskSummary[]> {
  // By id: what is new meanwhile pushes the others over to the next page.
  const found = new Map<string, TaskSummary>();
  for (let number = 1; number <= mostPages; number += 1) {
    const { tasks, total } = await tasksOf(client, cluster, number);
    const before = found.size;
    for (const task of tasks) found.set(task.id, task);
    const missing = wanted.filter((id) => !found.has(id));
    if (missing.length <= number || found.size === before || found.size >= total) break;
  }
  return [...found.values()];
}

/** Follows a list that has the newest first back to a moment; what has no moment is kept. */
async function newestSince<Item extends { readonly id: string }>(
  since: Instant,
  momentOf: (item: Item) => Instant | null,
  page: (number: number) => Promise<readonly Item[]>,
): Promise<Excerpt<Item>> {
  // By id: what is new meanwhile pushes the others over to the next page.
  const found = new Map<string, Item>();
  const isRecent = (item: Item): boolean => (momentOf(item) ?? since) >= since;
  for (let number = 1; number <= mostPagesBack; number += 1) {
    const items = await page(number);
    for (const item of items) if (isRecent(item)) found.set(item.id, item);
    if (items.length < pastPageSize || !items.some(isRecent)) return { items: [...found.values()], complete: true };
  }
  return { items: [...found.values()], complete: false };
}

function uniqueById(clusters: readonly ClusterReference[]): readonly ClusterReference[] {
  const known = new Map<ClusterId, ClusterReference>();
  for (const cluster of clusters) if (!known.has(cluster.id)) known.set(cluster.id, cluster);
  return [...known.values()];
}
