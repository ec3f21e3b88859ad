/** A real Bolt app against the miniature Slack, in Socket Mode or HTTP mode; everything is stopped after each test. */
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { afterEach } from "vitest";
import type { PageMessage } from "../../../src/sandbox/page-protocol.ts";
import type { Workspace, WorkspaceOptions } from "../../../src/sandbox/slack/options.ts";
import { startWorkspace } from "../../../src/sandbox/slack/server.ts";
import { freePort } from "../../support/free-port.ts";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

export async function workspaceFor(options: WorkspaceOptions = {}): Promise<Workspace> {
  const workspace = await startWorkspace(options);
  cleanups.push(() => workspace.close());
  return workspace;
}

/** Connects a Bolt app; `listen` registers its listeners before it starts. */
export async function connectBolt(workspace: Workspace, listen: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: workspace.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: workspace.appToken,
    clientPingTimeout: 1_000,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions },
  });
  const app = new App({ token: workspace.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR });
  listen(app);
  await app.start();
  cleanups.push(() => app.stop());
  return app;
}

/** A workspace with a Bolt app in Socket Mode. */
export async function socketMode(listen: (app: App) => void, options: WorkspaceOptions = {}) {
  const workspace = await workspaceFor(options);
  const app = await connectBolt(workspace, listen);
  return { workspace, app };
}

/** A workspace with a Bolt app behind signed HTTP requests. */
export async function httpMode(listen: (app: App) => void, options: WorkspaceOptions & { appSecret?: string } = {}) {
  const port = await freePort();
  const requestUrl = `http://127.0.0.1:${port}/slack/events`;
  const workspace = await workspaceFor({ ...options, http: { requestUrl } });
  const receiver = new HTTPReceiver({
    signingSecret: options.appSecret ?? workspace.signingSecret,
    logLevel: LogLevel.ERROR,
  });
  const app = new App({
    token: workspace.botToken,
    receiver,
    clientOptions: { slackApiUrl: workspace.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  listen(app);
  await app.start({ port, host: "127.0.0.1" });
  cleanups.push(() => app.stop());
  return { workspace, app };
}

/** The only message of a channel; fails where there are more or none. */
export function onlyMessage(workspace: Workspace, channel: string): PageMessage {
  const messages = workspace.messages(channel);
  const [message] = messages;
  if (message === undefined || messages.length > 1) throw new Error(`${messages.length} messages in ${channel}`);
  return message;
}

/** Calls the Web API without an SDK, to see status and headers. */
export async function callApi(workspace: Workspace, method: string, args: Record<string, unknown>, token?: string) {
  const response = await fetch(workspace.apiUrl + method, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token ?? workspace.botToken}` },
    body: JSON.stringify(args),
  });
  const body: unknown = await response.json();
  return { status: response.status, headers: response.headers, body };
}
