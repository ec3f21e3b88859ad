import { randomInt } from "node:crypto";
import { join } from "node:path";
import type { Logger } from "pino";
import { createClient } from "./ack/client.ts";
import { createReader } from "./ack/reader.ts";
import { createWriter } from "./ack/writer.ts";
import { createDesk } from "./command-kit/desk.ts";
import { loadCommands } from "./command-kit/load-commands.ts";
import type { Configuration } from "./configuration/configuration.ts";
import type { Environment } from "./configuration/environment.ts";
import { SetupError } from "./configuration/problem.ts";
import { owesReview } from "./domain/break-glass.ts";
import { operationId, operationIdAlphabet, operationIdLength } from "./domain/ids.ts";
import { hasEnded } from "./domain/operation.ts";
import { createEngine } from "./engine/engine.ts";
import type { Clock } from "./engine/ports.ts";
import { createStepUp } from "./engine/step-up.ts";
import { boltLogger, startSlack } from "./slack/app.ts";
import { postAnchors } from "./slack/audit-anchor.ts";
import { createDirectory } from "./slack/directory.ts";
import { slackFailure } from "./slack/errors.ts";
import { createPublisher } from "./slack/publisher.ts";
import { createWebClients, type WebClients } from "./slack/web-clients.ts";
import { createWork } from "./slack/work.ts";
import { keyBeside, openAuditLog } from "./store/audit-log.ts";
import { openAuthenticators } from "./store/authenticators.ts";
import { openDelegations } from "./store/delegations.ts";
import { openFreezes } from "./store/freezes.ts";
import { openSeenRequests } from "./store/seen-requests.ts";
import { openOperations } from "./store/operations.ts";
import { wordsOf } from "./words/catalogue.ts";

/** The running bot. */
export interface Lifeguard {
  /** Stops taking requests, ends what is in flight, and resolves within the time in milliseconds. */
  stop(within: number): Promise<void>;
}

const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Builds the bot of its parts and starts it. Throws SetupError where it cannot start as it is set up. */
export async function startLifeguard(
  environment: Environment,
  configuration: Configuration,
  log: Logger,
): Promise<Lifeguard> {
  const clock = systemClock;
  const { slack, stepUpKey } = environment;
  if (stepUpKey === null && configuration.stepUp.length > 0) {
    throw new SetupError([
      "LIFEGUARD_STEP_UP_KEY is not set, and the configuration asks for step_up: give a key of at least 32 characters, or take step_up out",
    ]);
  }
  const slackLog = log.child({ part: "slack" });
  const clients = createWebClients(slack.botToken, slack.apiUrl, boltLogger(slackLog));
  const homeTeamId = await findHomeTeam(clients);

  const client = createClient(environment.cloud, log.child({ part: "ack" }));
  const cloud = createReader(client, { listed: configuration.clusters, regions: configuration.regions }, clock.now);
  const store = await openOperations(environment.dataFolder);
  const auditFolder = join(environment.dataFolder, "audit");
  const audit = await openAuditLog({
    folder: auditFolder,
    key: environment.auditKey ?? (await keyBeside(auditFolder)),
  });
  const seen = await openSeenRequests(join(environment.dataFolder, "requests"), clock.now);
  const directory = createDirectory(clients.reading, homeTeamId, clock.now);
  const words = wordsOf(configuration.language);

  const stepUp = createStepUp({
    book: stepUpKey === null ? null : await openAuthenticators(environment.dataFolder, stepUpKey),
    changes: configuration.stepUp,
    audit,
    clock,
  });
  const engine = createEngine({
    store,
    stepUp,
    audit,
    cloud,
    writer: createWriter(client),
    freezes: configuration.freezes,
    freezeBook: await openFreezes(environment.dataFolder, clock.now),
    delegationBook: await openDelegations(environment.dataFolder, clock.now),
    homeTeamId,
    clock,
    log: log.child({ part: "engine" }),
    drawId,
    pollInterval: configuration.pollInterval,
  });
  const publisher = createPublisher({
    client: clients.posting,
    record: { ...engine, find: store.find },
    words,
    slash: slack.command,
    notifications: configuration.channels.notifications,
    clock,
    log: log.child({ part: "publisher" }),
  });
  engine.onChange(publisher.changed);

  const operations = {
    live: async () => (await store.open()).filter((operation) => !hasEnded(operation)),
    find: store.find,
    unreviewed: async () => (await store.open()).filter(owesReview),
    past: store.past,
  };
  const desk = createDesk({
    commands: await loadCommands(new URL("../commands/", import.meta.url)),
    cloud,
    operations,
    audit,
    directory,
    rules: configuration,
    servedChannels: configuration.channels.allowed,
    approvalsChannel: configuration.channels.approvals,
    language: configuration.language,
    slash: slack.command,
    now: clock.now,
    request: engine.request,
    review: engine.review,
    freezes: engine.freezes,
    freeze: engine.freeze,
    unfreeze: engine.unfreeze,
    delegations: engine.delegations,
    delegate: engine.delegate,
    undelegate: engine.undelegate,
    control: engine.control,
    withdraw: engine.withdraw,
  });
  const commands = createWork(slackLog, seen.written);
  const clicks = createWork(slackLog, seen.written);
  let ready = (): boolean => false;
  const app = await startSlack(
    { ...slack, port: environment.port },
    {
      desk,
      decisions: engine,
      stepUp,
      operations,
      cloud,
      directory,
      delegations: engine.delegations,
      publisher,
      clients,
      commands,
      clicks,
      language: configuration.language,
      slash: slack.command,
      now: clock.now,
      log: slackLog,
    },
    { take: seen.take, now: clock.now, log: slackLog },
    [
      { path: "/healthz", answer: () => ({ status: 200, body: "alive\n" }) },
      {
        path: "/readyz",
        answer: () => (ready() ? { status: 200, body: "ready\n" } : { status: 503, body: "not connected to Slack\n" }),
      },
    ],
    slackLog,
  );
  await engine.start();
  const { audit: anchorChannel } = configuration.channels;
  const stopAnchors =
    anchorChannel === null
      ? () => {}
      : postAnchors({
          client: clients.posting,
          channel: anchorChannel,
          head: audit.head,
          words,
          after: clock.after,
          log: log.child({ part: "audit" }),
        });
  ready = app.connected;
  log.info({ transport: slack.transport.kind, port: environment.port }, "Lifeguard is on duty");

  return {
    async stop(within) {
      ready = () => false;
      await app.stop();
      await Promise.all([commands.settled(within / 3), clicks.settled(within / 3)]);
      // A call that ACK does not answer in time is looked into at the next start.
      await Promise.race([engine.stop(), new Promise<void>((resolve) => clock.after(within / 3, resolve))]);
      await publisher.stop(within / 3);
      stopAnchors();
      await audit.close();
    },
  };
}

/** Draws an id; the engine draws again where it is taken. */
function drawId(): ReturnType<typeof operationId.parse> {
  const letters = Array.from(
    { length: operationIdLength },
    () => operationIdAlphabet[randomInt(operationIdAlphabet.length)] ?? "",
  );
  return operationId.parse(`op-${letters.join("")}`);
}

/** The workspace that the token belongs to; a token that Slack refuses stops the start. */
async function findHomeTeam({ reading }: WebClients): Promise<string> {
  try {
    const { team_id: team } = await reading.auth.test();
    if (team !== undefined) return team;
  } catch (error) {
    const failure = slackFailure(error);
    const reason =
      failure.kind === "refused" ? failure.code : failure.kind === "unclear" ? failure.detail : failure.kind;
    throw new SetupError([
      `SLACK_BOT_TOKEN does not open the workspace: auth.test answered ${reason}; copy the bot token of the installed app, and check SLACK_API_URL where it is set`,
    ]);
  }
  throw new SetupError(["SLACK_BOT_TOKEN belongs to no workspace: install the app in one"]);
}
