import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startProxy } from "./proxy.mjs";
import { deathNote, momentOf, slackCall } from "./steps.mjs";

const program = fileURLToPath(new URL("../../dist/programs/main.js", import.meta.url));
const lastWords = new RegExp(`${deathNote}(.*)`);
const onDisk = new URL("./disk-steps.mjs", import.meta.url).href;
const inDatabase = new URL("./database-steps.mjs", import.meta.url).href;

/**
 * A place in which a bot runs, is killed and starts again, with its own ways to ACK and Slack.
 * @param changes takes every change that ACK is sent
 */
export async function createPlace({ workspace, region, environment, database }, changes) {
  const steps = database === null ? onDisk : inDatabase;
  let bot = null;

  /** Tells that a step is reached; whether the bot was killed at it. */
  function comeTo(step) {
    if (bot === null || bot.ended || bot.reached !== null || bot.order.step !== step) return false;
    bot.order.left -= 1;
    if (bot.order.left > 0) return false;
    bot.reached = step;
    bot.child.kill("SIGKILL");
    return true;
  }

  const ack = await startProxy(`http://${region.endpoint}`, (moment, call) => {
    const changing = call.method !== "GET";
    const killed = comeTo(`${changing ? "change at ACK" : "look at ACK"}: ${momentOf[moment]}`);
    // What a dead process had on its way does not come to ACK, and is no change.
    if (moment === "before" && (killed || bot?.ended === true)) return "cut";
    if (changing && moment === "before") changes.push(call);
    return "go on";
  });
  const slack = await startProxy(workspace.url, (moment, call) => {
    const what = slackCall(call);
    return what !== null && comeTo(`${what}: ${momentOf[moment]}`) ? "cut" : "go on";
  });

  return {
    comeTo,
    /** Has the bot killed when it comes to a step for the `left`-th time; starts it where there is none. */
    begin({ step, left }) {
      if (bot !== null && !bot.ended) {
        bot.order = { step, left };
        // One that is dying does not listen any more.
        bot.child.send({ step, left }, () => {});
        return bot;
      }
      const child = spawn(process.execPath, ["--import", steps, program], {
        env: {
          ...environment,
          CRASH_AT: `${step}#${left}`,
          SLACK_API_URL: `http://${slack.host}/api/`,
          ALIBABA_CLOUD_CS_ENDPOINT: `http://${ack.host}`,
        },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk) => {
          output = (output + chunk).slice(-20_000);
        });
      }
      const started = {
        child,
        order: { step, left },
        /** @type {string | null} */ reached: null,
        ended: false,
        output: () => output,
        gone: null,
      };
      // All that it wrote is here when its streams are closed.
      started.gone = once(child, "close").then(([code, signal]) => {
        started.ended = true;
        started.reached ??= lastWords.exec(output)?.[1] ?? null;
        return signal ?? code;
      });
      bot = started;
      return started;
    },
    bot: () => bot,
    close() {
      ack.close();
      slack.close();
    },
  };
}
