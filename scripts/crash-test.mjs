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
import { acknowledgements, callSteps, databaseSteps, diskSteps, prelude, randomSteps } from "./crash-test/steps.mjs";

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
/**
 * Milliseconds: how long a step is waited for, how long a random moment, how long a start may take, and how long nothing may come to an end in
 * the end. What was taken over by somebody may take five minutes to show that it never began; edits come 45 a minute.
 */
const patience = { step: replicas > 1 ? 15_000 : 2_000, moment: 2_000, start: 30_000, still: 420_000 };
/** Operations that are not ended or not told yet, with which nobody asks for more: they would only wait for their turn to be told. */
const enough = 25;
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
const buried = new Set();
let open = 0;
const places = [];
for (let place = 0; place < replicas; place += 1) places.push(await createPlace(stage, changes));
const connected = () => workspace.waitFor(() => workspace.connected(), "the bot", patience.start);

/** Waits until a bot is gone, or it is time for a random moment. */
async function untilItsTime(bots, step) {
  const dead = Promise.race(bots.map(({ gone }) => gone)).then(() => true);
  if (step === "a random moment of the start") return Promise.race([dead, pause(chance.below(patience.moment))]);
  const up = connected().then(
    () => false,
    () => false,
  );
  if (await Promise.race([dead, up])) return true;
  return Promise.race([dead, pause(step === "a random moment" ? chance.below(patience.moment) : patience.step)]);
}

/** Has one bot killed, whichever comes to a step first, or any one when the time for it is over. */
async function killAt(step) {
  const seldom = ["audit key", "change at ACK", "archive", "look for a message"].some((rare) => step.includes(rare));
  const left = seldom ? 1 : 1 + chance.below(3);
  const before = new Set(places.map((place) => place.bot()));
  const bots = places.map((place) => place.begin({ step, left }));
  const started = bots.filter((bot) => !before.has(bot));
  if ((await untilItsTime(bots, step)) !== true) {
    const victim = step === "a random moment of the start" ? chance.of(started) : chance.of(bots);
    victim.reached ??= randomSteps.includes(step) ? step : "a random moment";
    victim.child.kill("SIGKILL");
    await victim.gone;
  }
}

/** Counts those that are gone, and what should not have been so; several may have come to a step at the same time. */
async function buryAll() {
  for (const bot of places.map((place) => place.bot())) if (bot.ended && !buried.has(bot)) await bury(bot);
}

async function bury(bot) {
  buried.add(bot);
  const end = await bot.gone;
  if (end !== "SIGKILL") complaints.push(`a bot ended by itself with ${end}:\n${bot.output()}`);
  if (broken.test(bot.output())) complaints.push(`it broke:\n${bot.output()}`);
  kills += 1;
  killed.set(bot.reached, (killed.get(bot.reached) ?? 0) + 1);
  if (options.verbose) process.stderr.write(`${seconds()} s, ${kills}: ${bot.reached}\n`);
}

/** Which of them it was cannot be told from outside. */
const onAcknowledged = (kind) => chance.shuffled(places).some(({ comeTo }) => comeTo(kind));
const people = createPeople({ workspace, region, chance, onAcknowledged, mayAsk: () => open < enough });
const steps = [...(replicas > 1 ? databaseSteps : diskSteps), ...callSteps, ...acknowledgements];
/** Every step at least once, and one random moment for two of them; taken from the end. */
const someOrder = () =>
  chance
    .shuffled(steps.flatMap((step, at) => (at % 2 === 0 ? [step] : [step, chance.of(randomSteps)])))
    .flatMap((step) => (prelude.has(step) ? [step, prelude.get(step)] : [step]));

let over = false;
const lives = people.live(() => over);
let kills = 0;
/** The key of the audit log is written at the first start, or never. */
let plan = steps.filter((step) => step.startsWith("audit key"));
const deadline = began + Number(options.minutes) * 60_000;

while (kills < Number(options.kills) && Date.now() < deadline && complaints.length === 0) {
  if (plan.length === 0) plan = someOrder();
  await killAt(plan.pop());
  if (places.length === 1) await workspace.waitFor(() => !workspace.connected(), "no socket", 20_000).catch(() => {});
  memory.remember(await records.all(), complaints);
  open = (await records.open()).length;
  // Last: nobody who dies from here on is started before being counted.
  await buryAll();
}
over = true;
await lives;
await buryAll();
const killing = seconds();

// The last start: everything comes to its end.
const spare = () => places.map((place) => place.begin({ step: "none", left: 0 }));
spare();
await connected();
let last = Date.now() + patience.still;
for (;;) {
  const left = (await records.open()).length;
  if (left < open) last = Date.now() + patience.still;
  open = left;
  if (left === 0 || Date.now() > last) break;
  // One that died before it heard that it is spared comes back.
  spare();
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
const times = (step) => killed.get(step) ?? 0;
const column = (number) => String(number).padStart(6);
const told = [...randomSteps, ...steps].map((step) => `${column(times(step))}  ${step}`);
const met = steps.filter((step) => times(step) > 0);
const atSteps = met.reduce((sum, step) => sum + times(step), 0);
process.stdout.write(`${told.join("\n")}
${column(atSteps)}  at a named step: ${met.length} of ${steps.length} steps were met
${column(kills - atSteps)}  at a random moment
${column(kills)}  kills of ${replicas} in ${killing} s; all ended and checked after ${seconds()} s (seed ${options.seed})
pressed: ${people.pressed()}
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
