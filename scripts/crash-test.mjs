/**
 * Kills the bot without warning, again and again, at every step of its work and at random moments, while people ask, decide and change their
 * minds; then lets everything end and checks that nothing is lost, nothing is doubled, and everything is told.
 *
 *   npm run crash-test -- [--kills 1000] [--seed 1] [--minutes 60] [--replicas 2] [--verbose]
 *
 * `--minutes` ends the killing earlier. With `--replicas 2` and DATABASE_URL, as many run on a PostgreSQL database of this test's own, and one
 * after the other is killed. Ends with 1 where something does not hold.
 */
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createPlace } from "./crash-test/bots.mjs";
import { createChance } from "./crash-test/chance.mjs";
import { checkAll, createMemory } from "./crash-test/checks.mjs";
import { createPeople } from "./crash-test/people.mjs";
import { recordsIn } from "./crash-test/records.mjs";
import { setStage } from "./crash-test/stage.mjs";
import { acknowledgements, callSteps, databaseSteps, diskSteps, randomSteps } from "./crash-test/steps.mjs";

const { values: options } = parseArgs({
  options: {
    kills: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "60" },
    replicas: { type: "string", default: "1" },
    verbose: { type: "boolean", default: false },
  },
});
const replicas = Number(options.replicas);
const server = process.env.DATABASE_URL ?? "";
if (replicas > 1 && server === "") {
  process.stderr.write("--replicas needs DATABASE_URL: a PostgreSQL server on which a database can be made\n");
  process.exit(2);
}
/** Milliseconds: how long a step is waited for, how long a start may take, how long everything may take to end. */
const patience = { step: 2_000, start: 30_000, end: 300_000 };
const broken = /uncaught exception|unhandled rejection/;

const began = Date.now();
const seconds = () => ((Date.now() - began) / 1_000).toFixed(0);
const chance = createChance(Number(options.seed));
const stage = await setStage(replicas > 1 ? server : null);
const { workspace, region } = stage;
const records = recordsIn(stage);
const memory = createMemory();
const complaints = [];
/** Every change that ACK was sent. */
const changes = [];
const killed = new Map();
const places = [];
for (let place = 0; place < replicas; place += 1) places.push(await createPlace(stage, changes));
const connected = () => workspace.waitFor(() => workspace.connected(), "the bot", patience.start);

/** Waits until a bot is to be killed; answers at which step it was. */
async function untilItsTime({ gone, step }) {
  const dead = gone.then(() => true);
  if (step === "a random moment of the start") {
    await Promise.race([dead, pause(chance.below(2_000))]);
    return step;
  }
  const up = connected().then(
    () => false,
    () => false,
  );
  if (await Promise.race([dead, up])) return step;
  const wait = step === "a random moment" ? chance.below(patience.step) : patience.step;
  return (await Promise.race([dead, pause(wait).then(() => false)])) ? step : "a random moment";
}

/** One life of a bot; answers at which step it ended. */
async function live(place, step) {
  const seldom = step.startsWith("audit key") || step.startsWith("change at ACK") || step.includes("archive");
  const bot = place.start(step, seldom ? 1 : 1 + chance.below(3));
  const reached = await untilItsTime(bot);
  if (!bot.ended) bot.child.kill("SIGKILL");
  const end = await bot.gone;
  if (end !== "SIGKILL") complaints.push(`the bot ended by itself with ${end}:\n${bot.output()}`);
  if (broken.test(bot.output())) complaints.push(`it broke:\n${bot.output()}`);
  if (places.length === 1) await workspace.waitFor(() => !workspace.connected(), "no socket", 20_000).catch(() => {});
  return reached;
}

const onAcknowledged = (kind) => places.some(({ comeTo }) => comeTo(kind));
const people = createPeople({ workspace, region, chance, onAcknowledged });
const writing = replicas > 1 ? databaseSteps : diskSteps;
const steps = [...writing, ...callSteps, ...acknowledgements];
/** Every step as often as any other, and one random moment for two of them. */
const someOrder = () =>
  chance.shuffled(steps.flatMap((step, at) => (at % 2 === 0 ? [step] : [step, chance.of(randomSteps)])));

let over = false;
const lives = people.live(() => over);
let kills = 0;
let plan = [];
const deadline = began + Number(options.minutes) * 60_000;

let turn = Promise.resolve();
/** One look after the other: an older one must not pass for a loss. */
function remember() {
  turn = turn.then(async () => memory.remember(await records.all(), complaints));
  return turn;
}

async function keepKilling(place) {
  while (kills < Number(options.kills) && Date.now() < deadline && complaints.length === 0) {
    kills += 1;
    if (plan.length === 0) plan = someOrder();
    const reached = await live(place, plan.pop());
    killed.set(reached, (killed.get(reached) ?? 0) + 1);
    await remember();
    if (options.verbose) process.stderr.write(`${seconds()} s, ${kills}: ${reached}\n`);
  }
}
await Promise.all(places.map((place) => keepKilling(place)));
over = true;
await lives;
const killing = seconds();

// The last start: everything comes to its end.
for (const place of places) place.start("none", 0);
await connected();
const last = Date.now() + patience.end;
while ((await records.open()).length > 0 && Date.now() < last) {
  await people.settle();
  await pause(1_000);
}
await pause(1_500);
const checked = await checkAll({ workspace, records, memory, changes });
complaints.push(...checked.complaints);
for (const place of places) {
  const { child, gone, output } = place.bot();
  if (broken.test(output())) complaints.push(`it broke:\n${output()}`);
  if (complaints.length > 0 && options.verbose) process.stderr.write(output());
  child.kill("SIGTERM");
  await gone;
}

const counted = new Map();
for (const { state } of checked.operations) counted.set(state.stage, (counted.get(state.stage) ?? 0) + 1);
const told = [...randomSteps, ...steps].map((step) => `${String(killed.get(step) ?? 0).padStart(6)}  ${step}`);
process.stdout.write(`${told.join("\n")}
${String(kills).padStart(6)}  kills of ${replicas} in ${killing} s; all ended and checked after ${seconds()} s (seed ${options.seed})
${checked.operations.length} operations: ${[...counted].map(([stageName, count]) => `${count} ${stageName}`).join(", ")}
${changes.length} changes sent to ACK\n`);
if (complaints.length === 0) {
  process.stdout.write("Nothing is lost, nothing is doubled, everything is told.\n");
  await stage.forget();
} else {
  process.stdout.write(`\n${complaints.length} things do not hold:\n- ${complaints.join("\n- ")}\n\n`);
  process.stdout.write(`What was written stays in ${stage.database ?? stage.folder}\n`);
}
for (const place of places) place.close();
await stage.tearDown();
process.exit(complaints.length > 0 ? 1 : 0);
