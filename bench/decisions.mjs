/** What it costs to take a request and a decision down, by how many operations there have been. */
import { copyFile, link, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openOperations } from "../dist/src/store/operations.js";
import { createSigning } from "../dist/src/store/signing.js";
import { idOf, makeSamples } from "./operations.mjs";
import { median, print } from "./stage.mjs";

const months = 24;
/** Names of one file: file systems allow some ten thousand. */
const namesEach = 1_000;
/** Decisions that are measured. */
const rounds = 500;

/** Past operations, month by month: names of a few files, for none of them is read. */
async function fillArchive(data, ended, count) {
  for (let month = 0; month < months; month += 1) {
    const year = 2024 + Math.floor(month / 12);
    await mkdir(join(data, "archive", `${year}-${String((month % 12) + 1).padStart(2, "0")}`), { recursive: true });
  }
  const sample = join(data, "sample");
  await writeFile(sample, JSON.stringify({ format: 1, operation: ended }));
  let source = sample;
  for (let number = 0; number < count; number += 1) {
    const month = number % months;
    const folder = `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
    const path = join(data, "archive", folder, `${idOf(number)}.json`);
    if (number % namesEach === 0) {
      await copyFile(sample, path);
      source = path;
    } else await link(source, path);
  }
}

async function openStore(ended, count) {
  const data = await mkdtemp(join(tmpdir(), "lifeguard-bench-"));
  await fillArchive(data, ended, count);
  const began = performance.now();
  const store = await openOperations(data, createSigning("a key of the bench"));
  const opening = performance.now() - began;
  return { data, store, opening, times: [] };
}

export async function decisions() {
  const { ended, waiting } = await makeSamples();
  const few = await openStore(ended, 100);
  const many = await openStore(ended, 100_000);
  // By turns, so that whatever else the machine and its disk do meanwhile slows both.
  for (let number = 0; number < rounds; number += 1) {
    for (const { store, times } of number % 2 === 0 ? [few, many] : [many, few]) {
      const id = idOf(400_000 + number);
      const from = performance.now();
      await store.create({ ...waiting, id });
      await store.update(id, (operation) => ({ ok: true, value: { ...operation, revision: operation.revision + 1 } }));
      times.push(performance.now() - from);
    }
  }
  const [cheap, dear] = [few, many].map(({ times }) => median(times));
  print(
    `a request and a decision, written down: ${cheap.toFixed(2)} ms with 100 past operations, ${dear.toFixed(2)} ms with 100,000 (ratio ${(dear / cheap).toFixed(2)})`,
  );
  print(
    `opening the store: ${few.opening.toFixed(1)} ms with 100 past operations, ${many.opening.toFixed(1)} ms with 100,000`,
  );
  for (const { data } of [few, many]) await rm(data, { recursive: true, force: true });
}
