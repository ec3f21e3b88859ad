/**
 * Ends the bot's own process without warning at one step of its work, the n-th time it comes there. Which step is told in CRASH_AT as
 * `step#n`, and later anew by messages of whoever started it: the bot knows nothing of it.
 */
import { writeSync } from "node:fs";
import { deathNote } from "./steps.mjs";

let [wanted, left] = (process.env["CRASH_AT"] ?? "").split("#");
process.on("message", (order) => {
  ({ step: wanted, left } = order);
});
// Whoever only listens for orders is done when the bot is.
process.channel?.unref();

/** Whether the next time at a step is the one at which it ends. */
export const isNext = (step) => step === wanted && Number(left) === 1;

export function reached(step) {
  if (step !== wanted) return;
  left = Number(left) - 1;
  if (left !== 0) return;
  writeSync(2, `${deathNote}${step}\n`);
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way: nothing may follow this step.
  for (;;);
}
