import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const built = new URL("../../dist/src/sandbox/bot-process.js", import.meta.url);

/** Starts a bot, and dies of an error as soon as it is told something. */
const sandbox = `
  import { createBotProcess } from ${JSON.stringify(built.href)};
  createBotProcess(process.argv[1], {}, () => {}).start();
  process.stdin.once("data", () => { throw new Error("it dies"); });
`;

/** Tells its process id, and would run for ever. */
const bot = `process.stdout.write(String(process.pid)); setInterval(() => {}, 1000);`;

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it("leaves no bot behind, also where the sandbox dies of an error", async () => {
  const program = join(await temporaryFolder(), "bot.mjs");
  await writeFile(program, bot);
  const dying = spawn(process.execPath, ["--input-type=module", "--eval", sandbox, program]);
  const [told]: unknown[] = await once(dying.stdout, "data");
  const pid = Number(String(told));
  onTestFinished(() => {
    if (runs(pid)) process.kill(pid, "SIGKILL");
  });
  expect(runs(pid)).toBe(true);
  dying.stdin.write("now");
  await once(dying, "exit");
  await expect.poll(() => runs(pid), { timeout: 10_000 }).toBe(false);
});
