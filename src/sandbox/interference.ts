/** What the page does to the cloud behind the bot's back. */
import type { CloudClock } from "./ack/clock.ts";
import { AckError } from "./ack/errors.ts";
import { listAt } from "./ack/json.ts";
import { poolNamed } from "./ack/pool.ts";
import type { Region } from "./ack/region.ts";
import { vulnerabilities } from "./ack/seed/vulnerabilities.ts";
import type { NodePool } from "./ack/state.ts";
import type { Delivery, Interference } from "./page-protocol.ts";

/** Does it; what ACK would refuse is told in its own words. */
export function interfere(region: Region, clock: CloudClock, wanted: Interference): Delivery {
  const pool = poolNamed(region.state, wanted.pool);
  try {
    apply(region, clock, wanted, pool);
    return { ok: true, error: null };
  } catch (error) {
    if (error instanceof AckError || error instanceof NothingToDo) return { ok: false, error: error.message };
    throw error;
  }
}

/** There is nothing in the pool that this could be done to. */
class NothingToDo extends Error {}

function apply(region: Region, clock: CloudClock, wanted: Interference, pool: NodePool): void {
  const running = pool.nodes.filter(({ life }) => life === "running");
  switch (wanted.do) {
    case "resize":
      region.movePool(pool.id, wanted.desiredSize);
      return;
    case "label": {
      const labels = [
        ...listAt(pool.document, "kubernetes_config", "labels"),
        { key: wanted.key, value: wanted.value },
      ];
      const params = { cluster: pool.clusterId, pool: pool.id };
      const body = { kubernetes_config: { labels }, update_nodes: true };
      region.console("ModifyClusterNodePool", { params, body });
      return;
    }
    case "plan": {
      const start = new Date(clock.now().getTime() + wanted.seconds * 1_000 * clock.speed);
      region.schedulePlan({ cluster: pool.clusterId, pool: pool.id, type: wanted.type, start });
      return;
    }
    case "break-node":
      if (running.length === 0) throw new NothingToDo("no node of the pool runs");
      region.breakNode(pool.id);
      return;
    case "heal-nodes":
      if (!pool.nodes.some(({ life }) => life === "failed")) throw new NothingToDo("all nodes of the pool are well");
      region.healNodes(pool.id);
      return;
    case "find-vulnerability": {
      const known = new Set(pool.nodes.flatMap((node) => node.vulnerabilities.map(({ name }) => name)));
      const next = Object.values(vulnerabilities).find(({ name }) => !known.has(name));
      if (next === undefined) throw new NothingToDo("the nodes have every vulnerability that there is here");
      region.addVulnerability(pool.id, next);
      return;
    }
    case "raise-alert": {
      const subject = running[0] === undefined ? "" : ` on node ${running[0].name}`;
      const reason = `sls.app.ack.nlc.${wanted.rule}`;
      const message = `${wanted.rule}${subject} of nodepool ${pool.id}`;
      region.tellEvent(pool.id, { type: "nodepool_update", level: "error", reason, message });
    }
  }
}
