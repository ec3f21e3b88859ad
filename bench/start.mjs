/** How long a start takes until Slack's socket stands, and how much memory is in use. */
import { setTimeout as pause } from "node:timers/promises";
import { idOf, makeSamples, writeOperations } from "./operations.mjs";
import { median, print, programs, setStage } from "./stage.mjs";

const times = 7;

/** By turns, so that whatever else the machine does meanwhile slows all of them. */
async function startsOf(...starting) {
  const took = starting.map(() => []);
  for (let turn = 0; turn < times; turn += 1) {
    for (const [at, { stage, program }] of starting.entries()) {
      const bot = await stage.start(program);
      took[at].push(bot.took);
      await bot.stop();
    }
  }
  return took.map(median);
}

export async function start() {
  const emptyStage = await setStage({ speed: 0.001 });
  const fullStage = await setStage({ speed: 0.001 });
  const { waiting, running } = await makeSamples();
  const copies = (sample, count, from) =>
    Array.from({ length: count }, (_, at) => ({ ...sample, id: idOf(from + at) }));
  const many = [...copies(waiting, 1_000, 0), ...copies(running, 200, 1_000)];
  await writeOperations(fullStage.data, many);
  // The first start brings the copies into the audit log, in which they would be already.
  const first = await fullStage.start(programs.lifeguard);
  await pause(3_000);
  await first.stop();
  const [bare, empty, full] = await startsOf(
    { stage: emptyStage, program: programs.bare },
    { stage: emptyStage, program: programs.lifeguard },
    { stage: fullStage, program: programs.lifeguard },
  );
  print(
    `start: bare ${bare.toFixed(0)} ms, Lifeguard empty ${empty.toFixed(0)} ms (ratio ${(empty / bare).toFixed(2)})`,
  );
  print(
    `start with 1,000 waiting and 200 running operations: ${full.toFixed(0)} ms (ratio ${(full / bare).toFixed(2)} to bare, ${(full / empty).toFixed(2)} to empty)`,
  );
  await emptyStage.close();
  await fullStage.close();
}

export async function memory() {
  for (const [name, program] of Object.entries(programs)) {
    const stage = await setStage();
    const bot = await stage.start(program);
    await pause(2_000);
    const idle = await bot.memory();
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 25 }, () => stage.workspace.type("U0ALICE", "C0OPS", "/pool whoami")));
      await pause(100);
    }
    await pause(3_000);
    const after = await bot.memory();
    print(`memory of ${name}: idle ${idle.toFixed(0)} MB, after 500 commands ${after.toFixed(0)} MB`);
    await bot.stop();
    await stage.close();
  }
}
