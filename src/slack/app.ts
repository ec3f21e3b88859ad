import { Server } from "node:http";
import { type CustomRoute, HTTPReceiver, type Logger, LogLevel, type Receiver, SocketModeReceiver } from "@slack/bolt";
import type { Connection } from "../domain/connection.ts";
import type { Acknowledgements } from "./acknowledgements.ts";
import { buttonPresses } from "./buttons.ts";
import { serveCommand } from "./commands.ts";
import { type ConnectionWatch, pingTimeout, watchSocket, watchToken } from "./connection.ts";
import type { SlackContext } from "./context.ts";
import { slackFetch } from "./http.ts";
import { listen } from "./listeners.ts";
import { formSearches, formSubmissions } from "./modals.ts";
import { guardedProperties, guardRequests, type RequestGuardDependencies } from "./request-guard.ts";
import { codeSubmissions } from "./step-up.ts";
import { TimedApp } from "./timed-app.ts";

/** How to reach Slack, and how Slack reaches us. */
export interface SlackAccess {
  readonly botToken: string;
  readonly transport:
    | { readonly kind: "socket"; readonly appToken: string }
    | { readonly kind: "http"; readonly signingSecret: string };
  /** null: Slack's own. */
  readonly apiUrl: string | null;
  readonly port: number;
}

/** Bolt's own lines, at the level of ours. */
export interface BoltLog {
  isLevelEnabled(level: string): boolean;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What a path of the HTTP server answers; plain text where no type is given. */
export interface RouteAnswer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

/** A path of the HTTP server, and what it answers at this moment. */
export interface Route {
  readonly path: string;
  readonly answer: () => Promise<RouteAnswer>;
}

/** The running connection to Slack. */
export interface SlackApp {
  /** Whether requests of Slack can arrive at present. */
  connection(): Promise<Connection>;
  stop(): Promise<void>;
}

/** Milliseconds in which nothing moves on a connection before it is cut: Slack itself waits three seconds for an answer. */
const longestRequest = 10_000;

/** Connects to Slack and serves what it sends. Throws where Slack refuses the token. */
export async function startSlack(
  access: SlackAccess,
  context: SlackContext,
  guard: RequestGuardDependencies,
  routes: readonly Route[],
  acknowledgements: Acknowledgements,
  log: BoltLog,
): Promise<SlackApp> {
  const logger = boltLogger(log);
  const { receiver, watch } = createReceiver(access, routes, context, logger);
  const app = new TimedApp(
    {
      token: access.botToken,
      receiver,
      logger,
      // With the plain constructor a refused token would be an unhandled rejection instead of an error here.
      deferInitialization: true,
      // Nothing of a conversation is kept: without this, Bolt looks for it with every request, and makes an error of not finding it.
      convoStore: false,
      clientOptions: {
        ...slackUrl(access),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        fetch: slackFetch(10_000),
      },
    },
    acknowledgements,
  );
  await app.init();
  guardRequests(app, guard);
  listen(app, {
    command: { slash: context.slash, serve: (typing) => serveCommand(context, typing) },
    presses: buttonPresses(context),
    submissions: { ...formSubmissions(context), ...codeSubmissions(context) },
    searches: formSearches(context),
    homeOpened: context.homes.opened,
  });
  app.error(async (error) => context.log.error({ err: error }, "listener failed"));
  const server = await app.start(access.port);
  // Bolt leaves a few malformed requests without any answer: their connections must not stay for ever.
  if (server instanceof Server) server.setTimeout(longestRequest);
  return {
    connection: watch.state,
    async stop() {
      watch.stop();
      await app.stop();
    },
  };
}

function slackUrl({ apiUrl }: SlackAccess): { slackApiUrl?: string } {
  return apiUrl === null ? {} : { slackApiUrl: apiUrl };
}

function createReceiver(
  access: SlackAccess,
  routes: readonly Route[],
  { clients, elapsed }: Pick<SlackContext, "clients" | "elapsed">,
  logger: Logger,
): { readonly receiver: Receiver; readonly watch: ConnectionWatch } {
  const { transport } = access;
  const customRoutes: CustomRoute[] = routes.map(({ path, answer }) => ({
    path,
    method: ["GET"],
    handler: (_, response) => {
      answer()
        .catch((error: unknown): RouteAnswer => {
          logger.error(error);
          return { status: 500, body: "internal error\n" };
        })
        .then(({ status, body, type = "text/plain; charset=utf-8" }) => {
          response.writeHead(status, { "content-type": type }).end(body);
        })
        .catch((error: unknown) => logger.error(error));
    },
  }));
  if (transport.kind === "http") {
    const receiver = new HTTPReceiver({
      signingSecret: transport.signingSecret,
      endpoints: "/slack/events",
      port: access.port,
      customRoutes,
      logger,
      customPropertiesExtractor: guardedProperties,
    });
    return { receiver, watch: watchToken(clients.answering, elapsed) };
  }
  const receiver = new SocketModeReceiver({
    appToken: transport.appToken,
    customRoutes,
    logger,
    clientPingTimeout: pingTimeout,
    // Its own options: Bolt writes into them, and the app's must stay as they are.
    installerOptions: { port: access.port, clientOptions: { ...slackUrl(access), timeout: 10_000 } },
  });
  return { receiver, watch: watchSocket(receiver.client, elapsed) };
}

/** Lets Slack's packages write into our log, without the contents of requests: what people fill in may be a secret. */
export function boltLogger(log: BoltLog): Logger {
  const text = (parts: readonly unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part)).replace(/[{[][^]*$/, "…")).join(" ");
  return {
    // Bolt has a dozen of them for every request.
    debug(...parts) {
      if (log.isLevelEnabled("debug")) log.debug(text(parts));
    },
    info: (...parts) => log.info(text(parts)),
    warn: (...parts) => log.warn(text(parts)),
    error: (...parts) => log.error(text(parts)),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}
