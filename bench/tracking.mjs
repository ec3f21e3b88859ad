/** How often the cloud is asked, by how many operations run in how many clusters. */
import { setTimeout as pause } from "node:timers/promises";
import { idOf, makeSamples, writeOperations } from "./operations.mjs";
import { print, programs, setStage } from "./stage.mjs";

/** How often, and for how many seconds each time, it is counted, of polls that come every ten seconds or so. */
const watched = { times: 6, seconds: 10 };
/** Seconds in which a poll of each cluster is over. */
const quiet = 12;

/** Waits until each task was looked at in full: whoever begins to watch a cluster does so once. */
async function untilSettled(region) {
  const described = () => region.calls().findLast(({ action }) => action === "DescribeTaskInfo")?.requestId;
  for (let last = null; last !== described();) {
    last = described();
    await pause(quiet * 1_000);
  }
}

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
  await writeOperations(stage.data, running);
  const bot = await stage.start(programs.lifeguard);
  await untilSettled(stage.region);
  let made = 0;
  for (let time = 0; time < watched.times; time += 1) made += await callsIn(stage.region, watched.seconds);
  await bot.stop();
  await stage.close();
  return (made * 60) / (watched.times * watched.seconds);
}

async function callsIn(region, seconds) {
  const last = region.calls().at(-1).requestId;
  await pause(seconds * 1_000);
  const present = region.calls();
  const from = present.findLastIndex(({ requestId }) => requestId === last);
  if (from < 0) throw new Error("the sandbox remembers no more calls than that");
  return present.length - from - 1;
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
