import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startLifeguard } from "./composition.ts";
import { hasNoSlack, readEnvironment } from "./configuration/environment.ts";
import { SetupError } from "./configuration/problem.ts";
import { loadConfiguration, loadKeys, readText } from "./load-configuration.ts";
import { createLog } from "./log.ts";
import type { SandboxOptions } from "./sandbox/sandbox.ts";
import { languages } from "./words/language.ts";

/** Milliseconds: container platforms give 30 seconds before they kill. */
const graceTime = 25_000;

/** Runs a part of the program until the process is told to stop. */
function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

async function runBot(): Promise<void> {
  const environment = readEnvironment(process.env, readText);
  const configuration = loadConfiguration(environment.configurationFile);
  const log = createLog(environment.logLevel, environment.secrets);
  process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "uncaught exception");
    process.exit(1);
  });
  const starting = startLifeguard(environment, configuration, log);
  // It takes requests before the start is over: who is told to stop then ends them first.
  stopOnSignals(async () => (await starting).stop(graceTime));
  await starting.catch((error: unknown) => {
    if (error instanceof SetupError) throw error;
    // Node would print it with all that libraries hang on their errors.
    log.fatal({ err: error }, "could not start");
    process.exit(1);
  });
}

/** What `npm start` takes where it opens the sandbox. */
const flags = { language: { type: "string" }, config: { type: "string" } } as const;

/**
 * What the sandbox's bot is told instead of the usual: `npm start -- --language zh-CN` for what all in a channel read,
 * `--config FILE` for keys of a `lifeguard.yml`, a policy say, that somebody wants to see at work before it is in force.
 */
function wishesForSandbox(): Pick<SandboxOptions, "language" | "configuration"> {
  const { language, config } = parseFlags();
  const configuration = config === undefined ? {} : loadKeys(config);
  const wanted = language ?? configuration["language"];
  if (wanted === undefined) return { configuration };
  const known = languages.find((each) => each === wanted);
  if (known === undefined) throw new SetupError([`the language is one of ${languages.join(" and ")}`]);
  return { configuration, language: known };
}

function parseFlags(): { readonly language?: string | undefined; readonly config?: string | undefined } {
  try {
    return parseArgs({ options: flags }).values;
  } catch (error) {
    throw new SetupError([error instanceof Error ? error.message : String(error)]);
  }
}

async function runSandbox(): Promise<void> {
  const { BotNotStarted, openSandbox } = await import("./sandbox/sandbox.ts");
  const sandbox = await openSandbox({
    botProgram: fileURLToPath(import.meta.url),
    pageDirectory: fileURLToPath(new URL("../sandbox-page", import.meta.url)),
    ...wishesForSandbox(),
  }).catch((error: unknown) => {
    throw error instanceof BotNotStarted ? new SetupError(["The sandbox's bot did not start."]) : error;
  });
  process.stdout.write(`Lifeguard's sandbox is open: ${sandbox.url}\n`);
  stopOnSignals(() => sandbox.close());
}

try {
  if (hasNoSlack(process.env) && process.env["NODE_ENV"] !== "production") await runSandbox();
  else await runBot();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.lines.join("\n")}\n`);
  process.exit(1);
}
