import { idleState, type NodePool } from "../node-pool.ts";
import { isReady } from "../node.ts";
import { type PoolScene, type PoolStep, tell } from "./pool-step.ts";

/** States in which nothing is meant to come or go, so that a node that does not serve is one that should. */
const restful: ReadonlySet<string> = new Set([idleState, "failed", "delete_failed", "deleted_failed"]);
/** ACK's counts run behind: what is wrong has to be seen in two looks before it is told. */
const looksUntilTold = 2;

/** Whether the nodes of a pool deserve a look of their own. */
export function mayBeUnwell({ nodes, state }: Pick<NodePool, "nodes" | "state">): boolean {
  return restful.has(state) && unwellByCounts(nodes) > 0;
}

function unwellByCounts({ total, serving, failed, offline, initial, removing }: NodePool["nodes"]): number {
  return Math.max(failed, offline, total - initial - removing - serving, 0);
}

/** Nodes that should serve and do not, a pool that ACK gave up, and that they are well again. */
export function health(step: PoolStep, { pool, at, ours, nodes }: PoolScene): PoolStep {
  const notReady = nodes?.filter((node) => !isReady(node)).map(({ name }) => name) ?? step.memory.notReady;
  const seen = { ...step, memory: { ...step.memory, notReady } };
  if (!restful.has(pool.state)) return seen;
  const unwell = Math.max(unwellByCounts(pool.nodes), notReady.length);
  const { open, unwellLooks, unwellTold } = seen.memory;
  if (unwell === 0 && pool.state === idleState) {
    const rested = { ...seen, memory: { ...seen.memory, unwellLooks: 0, unwellTold: 0 } };
    if (open.degraded === undefined) return rested;
    return tell(rested, "degraded", { at, news: { kind: "well", nodes: pool.nodes.serving }, closes: true });
  }
  const looks = unwellLooks + 1;
  const counted = { ...seen, memory: { ...seen.memory, unwellLooks: looks } };
  // A pool that could not be created is told as such.
  const givenUp = pool.state === "failed" && step.memory.state !== "failed" && step.memory.state !== "initial";
  const worse = open.degraded === undefined ? unwell > 0 && looks >= looksUntilTold : unwell > unwellTold;
  if (!(givenUp || worse) || ours.worksOn(pool.id)) return counted;
  const told = { ...counted, memory: { ...counted.memory, unwellTold: unwell } };
  const names = notReady.slice(0, mostNamed);
  const news = { kind: "degraded", unwell, total: pool.nodes.total, nodes: names, state: pool.state } as const;
  return tell(told, "degraded", { at, news, closes: false });
}

const mostNamed = 10;

/** Vulnerabilities that were found since the last look at them, and those that are gone. */
export function vulnerabilities(
  step: PoolStep,
  { pool, at, ours, vulnerabilities: report, fixed }: PoolScene,
): PoolStep {
  const fixTold = step.memory.fixTold || fixed || ours.fixes(pool.id);
  if (report === null) return { ...step, memory: { ...step.memory, fixTold } };
  const before = step.memory.vulnerabilities;
  const present = report.found.map(({ name }) => name);
  const remembered = { ...step, memory: { ...step.memory, vulnerabilities: present, fixTold: false } };
  if (before === null) return remembered;
  const found = report.found.filter(({ name }) => !before.includes(name));
  const gone = before.filter((name) => !present.includes(name));
  const urgent = found.filter(({ necessity }) => necessity === "asap").length;
  const afterFound =
    found.length === 0
      ? remembered
      : tell(remembered, "cve", {
          at,
          news: {
            kind: "cve-found",
            names: found.flatMap(({ cves, name }) => (cves.length > 0 ? cves : [name])).slice(0, mostNamed),
            urgent,
            nodes: new Set(found.flatMap((each) => each.nodes)).size,
          },
          closes: false,
        });
  const isOpen = afterFound.memory.open.cve !== undefined;
  if (gone.length === 0 || (fixTold && !isOpen)) return afterFound;
  const news = { kind: "cve-fixed", names: gone.slice(0, mostNamed), left: present.length } as const;
  return tell(afterFound, "cve", { at, news, closes: present.length === 0 || found.length === 0 });
}
