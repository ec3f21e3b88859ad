/** Measures how long a program takes to acknowledge what Slack sends it, in a thread that has nothing else to do. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Stands between Slack and a program: what is sent to `port` goes on to where {@link passTo} says. */
export async function startStopwatch(transport) {
  const thread = new Worker(new URL("stopwatch-thread.mjs", import.meta.url), { workerData: transport });
  const [port] = await once(thread, "message");
  return {
    port,
    passTo: (target) => thread.postMessage({ target }),
    /** Milliseconds of each request that was acknowledged since they were asked for last. */
    async times() {
      thread.postMessage("times");
      const [times] = await once(thread, "message");
      return times;
    },
    close: () => thread.terminate(),
  };
}
