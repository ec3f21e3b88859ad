import type { Logger } from "pino";
import { createClient } from "./ack/client.ts";
import { createKubeconfigs } from "./ack/kubeconfig.ts";
import { createReader } from "./ack/reader.ts";
import { createWriter } from "./ack/writer.ts";
import { allCommands } from "./all-commands.ts";
import { createBackground } from "./background.ts";
import { createToPng } from "./charts/png.ts";
import { createClusterLook } from "./command-kit/cluster-look.ts";
import { createDesk } from "./command-kit/desk.ts";
import { createHomeDesk } from "./command-kit/home.ts";
import type { Configuration } from "./configuration/configuration.ts";
import type { Environment } from "./configuration/environment.ts";
import { SetupError } from "./configuration/problem.ts";
import { refuseUnreachable } from "./configuration/reachability.ts";
import { owesReview } from "./domain/break-glass.ts";
import { diagnose, sharedWhileRunning } from "./diagnose.ts";
import { drawId } from "./draw-id.ts";
import type { Connection } from "./domain/connection.ts";
import { hasEnded } from "./domain/operation.ts";
import { followersOf } from "./domain/watching/subscription.ts";
import { createEngine } from "./engine/engine.ts";
import type { Clock } from "./engine/ports.ts";
import { createStepUp } from "./engine/step-up.ts";
import { createPublishLag, measuredDecisions, measuredDesk, measuredWork } from "./measured.ts";
import { healthRoutes } from "./health.ts";
import { findHomeTeam } from "./home-team.ts";
import { createMetrics } from "./metrics.ts";
import { openStore } from "./open-store.ts";
import { watchReadiness } from "./readiness.ts";
import { createKubernetesAccess } from "./kubernetes/access.ts";
import { createApprovals } from "./kubernetes/approvals.ts";
import { createNodes } from "./kubernetes/nodes.ts";
import { createAcknowledgements } from "./slack/acknowledgements.ts";
import { boltLogger, startSlack } from "./slack/app.ts";
import { createEditBudget, createPostBudget } from "./slack/budget.ts";
import { wordsFor } from "./slack/context.ts";
import { createDirectory } from "./slack/directory.ts";
import { createHomes } from "./slack/homes.ts";
import { createPictures } from "./slack/pictures.ts";
import { createPosting } from "./slack/posting.ts";
import { createPrivateAnswers } from "./slack/private-answers.ts";
import { createPublisher } from "./slack/publisher.ts";
import { createSubscriptions } from "./slack/subscriptions.ts";
import { createWebClients } from "./slack/web-clients.ts";
import { createWork } from "./slack/work.ts";
import { wordsOf } from "./words/catalogue.ts";

/** The running bot. */
export interface Lifeguard {
  /** Stops taking requests, ends what is in flight, and resolves within the time in milliseconds. */
  stop(within: number): Promise<void>;
}

const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
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
  clock: Clock = systemClock,
): Promise<Lifeguard> {
  const { slack, stepUpKey } = environment;
  if (stepUpKey === null && configuration.stepUp.length > 0) {
    throw new SetupError([
      "LIFEGUARD_STEP_UP_KEY is not set, and the configuration asks for step_up: give a key of at least 32 characters, or take step_up out",
    ]);
  }
  const slackLog = log.child({ part: "slack" });
  let connection = async (): Promise<Connection> => ({ kind: "starting" });
  const metrics = createMetrics({
    stages: async () => countBy(await operations.live(), ({ state }) => state.stage),
    queues: () => ({ commands: commands.length(), clicks: clicks.length() }),
    unshownFor: () => lag.waiting() / 1_000,
    ready: async () => (await readiness()).kind === "alive",
  });
  const throttled = (): void => metrics.throttled("slack");
  const clients = createWebClients(slack.botToken, slack.apiUrl, boltLogger(slackLog), throttled);
  const admit = async (): Promise<string> => {
    const team = await findHomeTeam(clients);
    // By a directory of its own: who is in a group at the first click is asked at the first click.
    await refuseUnreachable(configuration, createDirectory(clients.reading, team, clock.elapsed), log);
    return team;
  };
  // Slack's answers take their time, and so does what is on the disk.
  const opening = openStore(environment, configuration.takeOverAfter, clock.now, log.child({ part: "store" }));
  const [homeTeamId, opened] = await Promise.all([admit(), opening]).catch(async (error: unknown) => {
    await opening.then(
      (store) => store.close(),
      () => {},
    );
    throw error;
  });

  let aheadOfCloud: number | null = null;
  const client = createClient(environment.cloud, log.child({ part: "ack" }), {
    called(call) {
      metrics.called(call);
      if (call.answeredAt !== null) aheadOfCloud = clock.now() - call.answeredAt;
    },
    regionAnswers: metrics.regionAnswers,
  });
  const cloud = createReader(client, { listed: configuration.clusters, regions: configuration.regions }, clock.elapsed);
  const { operations: store, audit, seen } = opened;
  // Looked up at each question: the bot starts, runs and stops.
  const readiness = watchReadiness(() => connection(), opened.probe, clock.elapsed);
  const directory = createDirectory(clients.reading, homeTeamId, clock.elapsed);
  const words = wordsOf(configuration.language);

  const stepUp = createStepUp({
    book: stepUpKey === null ? null : await opened.authenticators(stepUpKey),
    changes: configuration.stepUp,
    audit,
    clock,
  });
  const { kubeconfigs: files, fetch, network } = configuration.kubernetes;
  const kubernetes = createKubernetesAccess(
    { files, fetch: fetch ? createKubeconfigs(client, network, clock.now) : null },
    clock.now,
  );
  const nodes = createNodes(kubernetes);
  const engine = createEngine({
    store,
    stepUp,
    audit,
    cloud,
    writer: createWriter(client),
    nodes,
    nodeWriter: createApprovals(kubernetes, nodes),
    freezes: configuration.freezes,
    freezeBook: opened.freezes,
    delegationBook: opened.delegations,
    homeTeamId,
    clock,
    log: log.child({ part: "engine" }),
    drawId,
    pollInterval: configuration.pollInterval,
  });
  const posting = createPosting({ client: clients.posting, posts: createPostBudget(), now: clock.now });
  const lag = createPublishLag({ ...engine, find: store.find, carries: store.carries }, metrics, clock.elapsed);
  const subscriptions = createSubscriptions({
    configured: configuration.channels.notifications,
    book: opened.subscriptions,
    posting,
    words,
    log: log.child({ part: "news" }),
  });
  const pictures = createPictures({ client: clients.answering, toPng: createToPng(), log: slackLog });
  const edits = createEditBudget();
  const tellPrivately = createPrivateAnswers({ client: clients.posting, log: log.child({ part: "publisher" }) });
  const publisher = createPublisher({
    client: clients.posting,
    tellPrivately,
    posting,
    edits,
    pictures,
    record: lag.record,
    words,
    directory,
    slash: slack.command,
    followers: (operation) => followersOf(subscriptions.list(), operation),
    clock,
    log: log.child({ part: "publisher" }),
  });
  engine.onChange(lag.changed);
  engine.onChange(publisher.changed);

  const operations = {
    live: async () => (await store.open()).filter((operation) => !hasEnded(operation)),
    find: store.find,
    unreviewed: async () => (await store.open()).filter(owesReview),
    past: store.past,
  };
  const desk = createDesk({
    commands: await allCommands(),
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
    diagnose: sharedWhileRunning(() =>
      diagnose({
        environment,
        configuration,
        cloud,
        directory,
        aheadOfCloud: () => aheadOfCloud,
        connection: async () => {
          const state = await connection();
          return state.kind === "alive" ? { code: "connected" } : { code: "not-connected", state };
        },
        logger: boltLogger(slackLog),
        now: clock.now,
      }),
    ),
    request: engine.request,
    review: engine.review,
    freezes: engine.freezes,
    freeze: engine.freeze,
    unfreeze: engine.unfreeze,
    delegations: engine.delegations,
    delegate: engine.delegate,
    undelegate: engine.undelegate,
    subscriptions: subscriptions.list,
    watch: subscriptions.watch,
    unwatch: subscriptions.unwatch,
    control: engine.control,
    narrow: engine.narrow,
    resolve: engine.resolve,
    withdraw: engine.withdraw,
  });
  const homes = createHomes({
    client: clients.answering,
    desk: createHomeDesk({
      operations,
      directory,
      clusters: createClusterLook({ cloud, ...clock }),
      rules: configuration,
      freezes: engine.freezes,
      delegations: engine.delegations,
      subscriptions: subscriptions.list,
      served: configuration.channels.allowed === null,
      slash: slack.command,
      now: clock.now,
    }),
    wordsFor: (user) => wordsFor({ directory, language: configuration.language }, user),
    clock,
    log: slackLog,
  });
  engine.onChange(homes.changed);
  const acknowledgements = createAcknowledgements(metrics.acknowledged);
  const commands = measuredWork(createWork(acknowledgements.given, slackLog), metrics);
  const clicks = measuredWork(createWork(acknowledgements.given, slackLog), metrics);
  const app = await startSlack(
    { ...slack, port: environment.port },
    {
      desk: measuredDesk(desk, metrics),
      decisions: measuredDecisions(engine, metrics),
      stepUp,
      operations,
      cloud,
      directory,
      delegations: engine.delegations,
      publisher,
      tellPrivately,
      homes,
      pictures,
      clients,
      commands,
      clicks,
      language: configuration.language,
      slash: slack.command,
      now: clock.now,
      elapsed: clock.elapsed,
      log: slackLog,
    },
    { take: seen.take, now: clock.now, refused: metrics.refused, log: slackLog },
    healthRoutes(readiness, metrics),
    acknowledgements,
    slackLog,
  );
  await engine.start();
  commands.begin();
  clicks.begin();
  const background = createBackground({
    configuration,
    cloud,
    nodes,
    engine,
    operations: store,
    audit,
    subscriptions: { list: subscriptions.list, onChange: opened.subscriptions.onChange },
    client: clients.posting,
    posting,
    edits,
    words,
    slash: slack.command,
    clock,
    log,
  });
  const stopLeading = await opened.whileLeading(background.begin);
  connection = app.connection;
  log.info({ transport: slack.transport.kind, port: environment.port }, "Lifeguard is on duty");
  void client.prepare().catch((error: unknown) => log.error({ err: error }, "the SDK could not be loaded"));

  return {
    async stop(within) {
      connection = async () => ({ kind: "stopping" });
      await app.stop();
      await Promise.all([commands.settled(within / 3), clicks.settled(within / 3)]);
      // A call that ACK does not answer in time is looked into at the next start.
      const stopped = Promise.all([stopLeading(), engine.stop()]);
      await Promise.race([stopped, new Promise<void>((resolve) => clock.after(within / 3, resolve))]);
      await Promise.all([publisher.stop(within / 3), homes.stop(within / 3)]);
      await opened.close();
    },
  };
}

function countBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
