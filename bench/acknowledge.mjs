/** How long commands and clicks wait for their acknowledgement, while every call to the cloud hangs and every request is written down. */
import { setTimeout as pause } from "node:timers/promises";
import { print, programs, quantile, setStage } from "./stage.mjs";
import { startStopwatch } from "./stopwatch.mjs";

/**
 * Many short turns: what else the machine does hits both sides alike. One more before them, which is not counted, warms both up. Milliseconds between
 * rounds, and for what a turn leaves to be done.
 */
const loads = [
  { inFlight: 1, turns: 32, rounds: 200, gap: 10 },
  { inFlight: 32, turns: 24, rounds: 10, gap: 400 },
];
const breath = 200;

/** A message with a button, in the bot's name. */
async function postButton({ apiUrl, botToken, messages }) {
  const button = { type: "button", action_id: "withdraw", text: { type: "plain_text", text: "x" }, value: "op-2222" };
  const blocks = JSON.stringify([{ type: "actions", elements: [button] }]);
  await fetch(`${apiUrl}chat.postMessage`, {
    method: "POST",
    headers: { authorization: `Bearer ${botToken}`, "content-type": "application/json" },
    body: JSON.stringify({ channel: "C0OPS", text: "a card", blocks }),
  });
  return messages("C0OPS").at(-1);
}

async function load({ stopwatch }, act, { inFlight, rounds, gap }) {
  const one = async () => {
    const { ok, error } = await act();
    if (!ok) throw new Error(`not acknowledged: ${error}`);
  };
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(Array.from({ length: inFlight }, one));
    await pause(gap);
  }
  const times = await stopwatch.times();
  if (times.length !== inFlight * rounds) throw new Error(`${times.length} of ${inFlight * rounds} were measured`);
  await pause(breath);
  return times;
}

export async function acknowledge() {
  print(
    "acknowledgement, every call to the cloud hanging (ms)      bare p50   p99   Lifeguard p50   p99   ratio p50   p99",
  );
  for (const transport of ["http", "socket"]) {
    const peers = {};
    for (const [name, program] of Object.entries(programs)) {
      const stopwatch = await startStopwatch(transport);
      const stage = await setStage({ transport, stopwatch });
      stage.region.setFault({ kind: "hang", action: "*" }, true);
      const bot = await stage.start(program);
      const message = await postButton(stage.workspace);
      peers[name] = {
        stopwatch,
        command: () => stage.workspace.type("U0ALICE", "C0OPS", "/pool list"),
        click: () => stage.workspace.press("U0BOB", message, "withdraw"),
        async close() {
          await bot.stop();
          await stage.close();
          await stopwatch.close();
        },
      };
    }
    for (const what of ["command", "click"]) {
      for (const shape of loads) {
        const seen = { bare: [], lifeguard: [] };
        for (const peer of Object.values(peers)) await load(peer, peer[what], shape);
        for (let turn = 0; turn < shape.turns; turn += 1) {
          for (const [name, peer] of Object.entries(peers)) seen[name].push(...(await load(peer, peer[what], shape)));
        }
        const cells = [0.5, 0.99].map((share) => [quantile(seen.bare, share), quantile(seen.lifeguard, share)]);
        const [[bare50, ours50], [bare99, ours99]] = cells;
        const numbers = [bare50, bare99, ours50, ours99].map((time) => time.toFixed(1).padStart(7));
        const ratios = [ours50 / bare50, ours99 / bare99].map((ratio) => ratio.toFixed(2).padStart(6));
        print(
          `${`${what}s over ${transport}, ${shape.inFlight} in flight`.padEnd(56)} ${[...numbers, ...ratios].join("  ")}`,
        );
      }
    }
    for (const { close } of Object.values(peers)) await close();
  }
}
