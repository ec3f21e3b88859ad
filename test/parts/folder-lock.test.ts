import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openFileStore } from "../../src/store/files.ts";
import { lockFolder } from "../../src/store/folder-lock.ts";
import { startProgram } from "../support/bot-process.ts";
import { setStage } from "../support/running-bot.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("a data folder", () => {
  it("has one process: another one stops with a line that says what to do", async () => {
    const { environment, workspace } = await setStage();
    const first = startProgram(environment);
    await workspace.waitFor(() => workspace.connected(), "the bot", 20_000);
    const second = startProgram({ ...environment, PORT: "0" });
    expect(await second.ended()).toBe(1);
    expect(second.errors().trim().split("\n")).toEqual([
      expect.stringMatching(/^LIFEGUARD_DATA_DIR .* is in use by another process: .* DATABASE_URL$/),
    ]);
    expect(first.child.exitCode).toBeNull();
  });

  it("is free again at once when its process was killed", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "in-use.sock");
    const holder = spawn(process.execPath, [
      "-e",
      `require("node:net").createServer().listen(${JSON.stringify(path)}, () => console.log("held"))`,
    ]);
    onTestFinished(() => {
      holder.kill("SIGKILL");
    });
    await once(holder.stdout, "data");
    await expect(lockFolder(folder)).rejects.toThrow(/in use/);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const before = performance.now();
    const unlock = await lockFolder(folder);
    expect(performance.now() - before).toBeLessThan(1_000);
    await expect(lockFolder(folder)).rejects.toThrow(/in use/);
    await unlock();
    await (
      await lockFolder(folder)
    )();
  });

  it("is let go of where the store in it cannot be opened", async () => {
    const folder = await temporaryFolder();
    const open = (): Promise<unknown> => openFileStore(folder, "k".repeat(32), () => 0);
    await mkdir(join(folder, "operations"), { recursive: true });
    await writeFile(join(folder, "operations", "op-7f3k.json"), "{");
    await expect(open()).rejects.toThrow(/damaged/);
    await expect(open()).rejects.toThrow(/damaged/);
  });
});
