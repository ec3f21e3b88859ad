import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const program = fileURLToPath(new URL("../../dist/programs/main.js", import.meta.url));

/** The built program as a process, with nothing but the environment given. */
export interface Process {
  readonly child: ChildProcess;
  /** What it wrote on standard error, so far. */
  errors(): string;
  /** All that it wrote: its log and its errors. */
  output(): string;
  /** Resolves with the exit code, or the signal that ended it. */
  ended(): Promise<number | string>;
}

export function startProgram(environment: Readonly<Record<string, string>>): Process {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString("utf8");
    output += chunk.toString("utf8");
  });
  const exit = once(child, "exit").then(([code, signal]: unknown[]) =>
    typeof code === "number" ? code : String(signal),
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return { child, errors: () => errors, output: () => output, ended: () => exit };
}
