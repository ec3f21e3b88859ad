import { createClient } from "./ack/client.ts";
import { createReader } from "./ack/reader.ts";
import { type Environment, readEnvironment } from "./configuration/environment.ts";
import { SetupError } from "./configuration/problem.ts";
import { diagnose } from "./diagnose.ts";
import { type Finding, severityOf } from "./domain/diagnosis.ts";
import { loadConfiguration, readText } from "./load-configuration.ts";
import { createLog } from "./log.ts";
import { boltLogger } from "./slack/app.ts";
import { createDirectory } from "./slack/directory.ts";
import { createWebClients, type WebClients } from "./slack/web-clients.ts";
import { diagnosisLines } from "./views/diagnosis.ts";
import { wordsOf } from "./words/catalogue.ts";

/**
 * `npm run doctor`: looks at all that the bot needs, whether it runs or not, and says how to mend what is broken. Ends with 1 where something is.
 */
async function look(environment: Environment): Promise<readonly Finding[]> {
  const { slack, cloud: access } = environment;
  const configuration = loadConfiguration(environment.configurationFile);
  // What goes wrong is told as findings: lines of a log would stand between them.
  const log = createLog("silent");
  const logger = boltLogger(log);
  const clients = createWebClients(slack.botToken, slack.apiUrl, logger, () => {});
  const home = await findTeam(clients);
  let ahead: number | null = null;
  const client = createClient(access, log, {
    called({ answeredAt }) {
      if (answeredAt !== null) ahead = Date.now() - answeredAt;
    },
    regionAnswers() {},
  });
  return diagnose({
    environment,
    configuration,
    cloud: createReader(client, { listed: configuration.clusters, regions: configuration.regions }, Date.now),
    directory: home === null ? null : createDirectory(clients.reading, home, Date.now),
    aheadOfCloud: () => ahead,
    connection: () => askTheBot(environment.port),
    logger,
    now: Date.now,
  });
}

/** Why it is none is found by its own check. */
async function findTeam({ answering }: WebClients): Promise<string | null> {
  try {
    return (await answering.auth.test()).team_id ?? null;
  } catch {
    return null;
  }
}

/** A socket of our own would take requests away from the bot that runs: it is asked instead. */
async function askTheBot(port: number): Promise<Finding> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(10_000) });
    if (answer.ok) return { code: "connected" };
    return { code: "bot-not-ready", line: (await answer.text()).trim() };
  } catch {
    return { code: "connection-unknown" };
  }
}

try {
  const findings = await look(readEnvironment(process.env, readText));
  process.stdout.write(`${diagnosisLines(findings, wordsOf("en")).join("\n")}\n`);
  if (findings.some((found) => severityOf(found) === "broken")) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.lines.join("\n")}\n`);
  process.exitCode = 1;
}
