/** Starts the miniature Slack: one HTTP server on 127.0.0.1 for Web API, sockets, response URLs, files and the page. */
import { createServer } from "node:http";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { defaultAssumptions, type SlackAssumptions } from "./assumptions.ts";
import { createCallLog } from "./call-log.ts";
import { createChanges } from "./changes.ts";
import type { Context, InstalledApp } from "./context.ts";
import { createDispatch } from "./delivery/dispatch.ts";
import { createEventSender } from "./delivery/events.ts";
import { createHttpDelivery } from "./delivery/http.ts";
import { createSocketMode } from "./delivery/socket-mode.ts";
import { createFaults } from "./faults.ts";
import { addFileRoutes } from "./file-routes.ts";
import type { Workspace, WorkspaceOptions } from "./options.ts";
import { addPageRoutes } from "./page-routes.ts";
import { createRateLimits } from "./rate-limits.ts";
import { addResponseUrls } from "./response-url-route.ts";
import { createResponseUrls } from "./response-urls.ts";
import { defaultEvents, defaultScopes, defaultSeed, type WorkspaceSeed } from "./seed.ts";
import { createState } from "./state.ts";
import { createTriggers } from "./triggers.ts";
import { createValidator } from "./validation/validator.ts";
import { addEndpoint } from "./web-api/endpoint.ts";
import { createWorkspace, type Delivering } from "./workspace.ts";

/** Starts a workspace; resolves when it listens. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const now = options.now ?? (() => new Date());
  const seed = options.seed ?? defaultSeed;
  const assumptions: SlackAssumptions = { ...defaultAssumptions, ...options.assumptions };
  const app = installApp(options, seed);
  const changes = createChanges();
  const faults = createFaults();
  const delivering = createDelivering(options, app, assumptions, changes, faults, now);
  let url = "";
  const events = createEventSender(() => context);
  const context: Context = {
    app,
    now,
    assumptions,
    changes,
    faults,
    state: createState(seed, now),
    triggers: createTriggers(assumptions.triggerLifeMs, now),
    responseUrls: createResponseUrls(seed.team.id, now),
    limits: createRateLimits(assumptions.rateLimits, now),
    calls: createCallLog(),
    validator: createValidator(assumptions),
    url: () => url,
    socketUrl() {
      if (delivering.mode !== "socket") return "";
      return `ws://127.0.0.1:${options.socketPort ?? new URL(url).port}${delivering.transport.issueTicket()}`;
    },
    deliver: createDispatch(delivering.transport, faults, assumptions),
    emit: async (event) => await events.emit(event),
  };

  const routes = new Hono<{ Bindings: HttpBindings }>();
  const endpoint = addEndpoint(routes, context);
  addResponseUrls(routes, context);
  addFileRoutes(routes, context);

  const server = createAdaptorServer({ fetch: (request, env) => routes.fetch(request, env), createServer });
  server.on("upgrade", (request, socket, head) => {
    if (delivering.mode === "socket") delivering.transport.upgrade(request, socket, head);
    else socket.destroy();
  });
  url = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;

  async function close(): Promise<void> {
    events.close();
    endpoint.close();
    await delivering.transport.close();
    changes.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  }

  const workspace = createWorkspace(context, delivering, options, close);
  addPageRoutes(routes, context, workspace, options);
  return workspace;
}

function installApp(options: WorkspaceOptions, seed: WorkspaceSeed): InstalledApp {
  return {
    appId: seed.appId,
    botId: seed.botId,
    botUserId: seed.botUserId,
    botToken: options.botToken ?? "xoxb-sandbox",
    appToken: options.appToken ?? "xapp-sandbox",
    signingSecret: options.signingSecret ?? "sandbox-signing-secret",
    verificationToken: "sandbox-verification",
    scopes: options.scopes ?? defaultScopes,
    events: options.events ?? defaultEvents,
    command: options.command ?? "/pool",
    usageHint: options.usageHint ?? "list | show POOL | scale POOL N | upgrade POOL | help",
    shouldEscape: options.shouldEscape ?? true,
    revoked: new Set(),
  };
}

function createDelivering(
  options: WorkspaceOptions,
  app: InstalledApp,
  assumptions: SlackAssumptions,
  changes: ReturnType<typeof createChanges>,
  faults: ReturnType<typeof createFaults>,
  now: () => Date,
): Delivering {
  if (options.http === undefined) {
    return { mode: "socket", transport: createSocketMode(app.appId, assumptions, changes, faults) };
  }
  const { signingSecret, verificationToken } = app;
  const { requestUrl } = options.http;
  return {
    mode: "http",
    transport: createHttpDelivery({ requestUrl, signingSecret, verificationToken, assumptions, now }),
  };
}

/** The port it listens on. Only this machine can reach it. */
async function listen(server: ReturnType<typeof createAdaptorServer>, port: number): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the sandbox has no port"));
      else resolve(address.port);
    });
  });
}
