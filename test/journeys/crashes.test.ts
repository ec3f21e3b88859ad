import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const script = fileURLToPath(new URL("../../scripts/crash-test.mjs", import.meta.url));

/** The short form; `npm run crash-test -- --kills 1000` is the long one. */
it("a bot that is killed again and again loses nothing, doubles nothing, and tells everything", async () => {
  const child = spawn(process.execPath, [script, "--kills", "8", "--seed", "7", "--minutes", "0.5"]);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const [code]: unknown[] = await once(child, "close");
  expect(text).toContain("Nothing is lost, nothing is doubled, everything is told.");
  expect(code).toBe(0);
}, 400_000);
