import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startProxy } from "./proxy.mjs";
import { databaseSteps, diskSteps, momentOf, slackCall } from "./steps.mjs";

const program = fileURLToPath(new URL("../../dist/programs/main.js", import.meta.url));
const preloads = [
  [diskSteps, new URL("./disk-steps.mjs", import.meta.url).href],
  [databaseSteps, new URL("./database-steps.mjs", import.meta.url).href],
];

/**
 * A place in which a bot runs, is killed and starts again, with its own ways to ACK and Slack.
 * @param changes takes every change that ACK is sent
 */
export async function createPlace({ workspace, region, environment }, changes) {
  let bot = null;

  /** Tells that a step is reached; whether the bot was killed at it. */
  function comeTo(step) {
    if (bot === null || bot.step !== step || bot.ended) return false;
    bot.left -= 1;
    if (bot.left > 0) return false;
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
    /** Starts the bot, to be killed when it comes to a step for the `left`-th time. */
    start(step, left) {
      const preload = preloads.find(([steps]) => steps.includes(step))?.[1];
      const child = spawn(process.execPath, [...(preload === undefined ? [] : ["--import", preload]), program], {
        env: {
          ...environment,
          ...(preload === undefined ? {} : { CRASH_AT: `${step}#${left}` }),
          SLACK_API_URL: `http://${slack.host}/api/`,
          ALIBABA_CLOUD_CS_ENDPOINT: `http://${ack.host}`,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk) => {
          output = (output + chunk).slice(-20_000);
        });
      }
      const started = { child, step, left, ended: false, output: () => output, gone: null };
      started.gone = once(child, "exit").then(([code, signal]) => {
        started.ended = true;
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
