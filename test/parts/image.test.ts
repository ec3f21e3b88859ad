import { execFile } from "node:child_process";
import { cp, readdir, readFile, symlink } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);

/** As Dockerfile's COPY: the last name is where to, a folder where it ends so. */
async function copy(names: readonly string[], folder: string): Promise<void> {
  const target = join(folder, names.at(-1) ?? "");
  for (const name of names.slice(0, -1)) {
    await cp(name, target.endsWith("/") ? join(target, basename(name)) : target, { recursive: true });
  }
}

it("the image builds the programs from what it copies, without the sandbox", async () => {
  const folder = await temporaryFolder();
  const [, stage = ""] = /^FROM \S+ AS build$(.+?)^FROM /ms.exec(await readFile("Dockerfile", "utf8")) ?? [];
  await symlink(resolve("node_modules"), join(folder, "node_modules"));

  for (const [, instruction, rest = ""] of stage.matchAll(/^(COPY|RUN) (.+)$/gm)) {
    if (instruction === "COPY") await copy(rest.split(" "), folder);
    else if (!rest.startsWith("npm ci")) await run("sh", ["-c", rest], { cwd: folder });
  }

  const programs = await readdir(join(folder, "dist/programs"));
  expect(programs).toContain("main.js");
  expect(programs.join()).not.toContain("sandbox");
  await run(process.execPath, ["--check", join(folder, "dist/programs/main.js")]);
}, 60_000);
