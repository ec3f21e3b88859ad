/** How often the cloud is asked, by how many operations run in how many clusters. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { idOf, makeSamples, writeOperations } from "./operations.mjs";
import { print, programs, setStage } from "./stage.mjs";

/** Seconds that are watched, of polls that come every ten. */
const watched = 20;

/** Operations on work that goes on in the cloud, one for each pool. */
function runningIn({ region }, sample) {
  const made = [];
  for (const task of region.state.tasks.values()) {
    const cluster = region.state.clusters.get(task.clusterId);
    const pool = cluster.pools.get(task.poolId);
    const { nodepool_id: id, name } = pool.document.nodepool_info;
    const { change } = sample.plan;
    const reference = { ...change.target.cluster, id: task.clusterId, name: cluster.document.name };
    const target = { ...change.target, cluster: reference, id, name };
    const state = { ...sample.state, taskId: task.id };
    made.push({ ...sample, id: idOf(made.length), plan: { ...sample.plan, change: { ...change, target } }, state });
  }
  return made;
}

async function callsAMinute(operations, clusters, sample) {
  const stage = await setStage({ clusters, poolsEach: operations / clusters, speed: 0.001 });
  for (const { pools } of stage.region.state.clusters.values()) {
    for (const id of pools.keys()) stage.region.movePool(id, 3);
  }
  const running = runningIn(stage, sample);
  if (running.length !== operations) throw new Error(`${running.length} operations instead of ${operations}`);
  await writeOperations(join(stage.data, "operations"), running);
  const bot = await stage.start(programs.lifeguard);
  await pause(8_000);
  const before = stage.region.calls().length;
  await pause(watched * 1_000);
  const calls = stage.region.calls().slice(before);
  if (before + calls.length >= 2_000) throw new Error("the sandbox remembers no more calls than that");
  await bot.stop();
  await stage.close();
  return (calls.length * 60) / watched;
}

export async function tracking() {
  const { running } = await makeSamples();
  for (const [operations, clusters] of [
    [10, 1],
    [1_000, 1],
    [50, 50],
    [1_000, 50],
  ]) {
    const calls = await callsAMinute(operations, clusters, running);
    print(`calls to ACK a minute: ${calls.toFixed(0)} with ${operations} running operations in ${clusters} clusters`);
  }
}
