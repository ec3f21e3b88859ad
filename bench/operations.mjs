/** Operations as the bot writes them down, many of them. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { operationIdAlphabet as letters } from "../dist/src/domain/ids.js";
import { keyBeside } from "../dist/src/store/audit-log.js";
import { createSigning } from "../dist/src/store/signing.js";
import { programs, setStage } from "./stage.mjs";

/** A different id for each number. */
export function idOf(number) {
  let rest = number;
  let id = "";
  for (let place = 0; place < 4; place += 1) {
    id += letters[rest % letters.length];
    rest = Math.floor(rest / letters.length);
  }
  return `op-${id}`;
}

async function operationsIn(folder) {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8").catch(() => null)));
  return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text).operation]));
}

/** One of each kind, made by the bot itself: one that waits for sign-off, one that runs, one that has ended. */
export async function makeSamples() {
  const stage = await setStage({ speed: 0.001 });
  const { workspace, data } = stage;
  const bot = await stage.start(programs.lifeguard);
  await workspace.type("U0ALICE", "C0OPS", "/pool upgrade cluster-0/pool-0");
  await workspace.type("U0ALICE", "C0OPS", "/pool scale cluster-0/pool-1 3");
  await workspace.type("U0ALICE", "C0APPROVALS", "/pool upgrade cluster-0/pool-2");
  const find = async (wanted) => {
    for (let tries = 0; tries < 300; tries += 1) {
      const found = (await operationsIn(join(data, "operations"))).find(wanted);
      if (found !== undefined) return found;
      await pause(100);
    }
    throw new Error("the bot made no sample");
  };
  const isShown = ({ publication, revision, journal }) =>
    publication.card !== null && publication.shown >= revision && publication.told >= journal.length;
  const waiting = await find((each) => each.state.stage === "awaiting-sign-off" && isShown(each));
  const running = await find((each) => each.state.stage === "running" && isShown(each));
  await bot.stop();
  await stage.close();
  const at = waiting.requestedAt + 1;
  const ended = { ...waiting, state: { stage: "expired", at } };
  return { waiting, running, ended };
}

/** Into a bot's data folder, signed as the bot signs them. */
export async function writeOperations(data, operations) {
  const folder = join(data, "operations");
  await mkdir(folder, { recursive: true });
  const signing = createSigning(await keyBeside(join(data, "audit")));
  await Promise.all(
    operations.map((operation) =>
      writeFile(join(folder, `${operation.id}.json`), signing.sign(`${operation.id}.json`, { format: 1, operation })),
    ),
  );
}
