import { createServer, type IncomingHttpHeaders } from "node:http";
import { App, LogLevel } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import * as z from "zod";
import { startWorkspace } from "../../../src/sandbox/slack/server.ts";
import { callApi, connectBolt, httpMode, socketMode, workspaceFor } from "./bolt-app.ts";

function counting(commands: string[]): (app: App) => void {
  return (app) => {
    app.command("/pool", async ({ ack, command }) => {
      commands.push(command.text);
      await ack();
    });
  };
}

async function openSocket(workspace: { apiUrl: string; botToken: string; appToken: string }) {
  const response = await fetch(`${workspace.apiUrl}apps.connections.open`, {
    method: "POST",
    headers: { authorization: `Bearer ${workspace.appToken}` },
  });
  return z.object({ url: z.string() }).parse(await response.json()).url;
}

describe("Socket Mode", () => {
  it("needs nothing of a Bolt app but the address of the Web API", async () => {
    const commands: string[] = [];
    const workspace = await workspaceFor();
    const app = new App({
      token: workspace.botToken,
      appToken: workspace.appToken,
      socketMode: true,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: workspace.apiUrl },
    });
    counting(commands)(app);
    await app.start();
    expect(await workspace.type("U0ALICE", "C0OPS", "/pool list")).toEqual({ ok: true, error: null });
    expect(workspace.webApiCalls().map((call) => call.method)).toEqual(["auth.test", "apps.connections.open"]);
    await app.stop();
    await workspace.waitFor(() => !workspace.connected(), "its goodbye");
  });

  it("loses the answer where the connection is cut, and the app comes back", async () => {
    const commands: string[] = [];
    const { workspace } = await socketMode(counting(commands), { assumptions: { ackTimeoutMs: 200 } });
    workspace.setFault({ kind: "drop-connection", times: 1 });
    expect((await workspace.type("U0ALICE", "C0OPS", "/pool cut")).error).toBe("operation_timeout");
    await workspace.waitFor(() => workspace.connected(), "the app's new socket");
    expect((await workspace.type("U0ALICE", "C0OPS", "/pool again")).error).toBeNull();
  });

  it("lets the app come back after Slack asked it to go", async () => {
    const commands: string[] = [];
    const { workspace } = await socketMode(counting(commands));
    workspace.disconnectSockets("refresh_requested");
    expect(await workspace.type("U0ALICE", "C0OPS", "/pool lost")).toEqual({ ok: false, error: "dispatch_failed" });
    await workspace.waitFor(() => workspace.connected(), "the app's new socket", 4_000);
    expect(await workspace.type("U0ALICE", "C0OPS", "/pool found")).toEqual({ ok: true, error: null });
    expect(commands).toEqual(["found"]);
    expect(workspace.webApiCalls("apps.connections.open")).toHaveLength(2);
  });

  it("can be set to keep people waiting for a socket", async () => {
    const commands: string[] = [];
    const { workspace } = await socketMode(counting(commands), { assumptions: { whileDisconnected: "wait" } });
    workspace.disconnectSockets("warning");
    workspace.disconnectSockets("refresh_requested");
    expect(await workspace.type("U0ALICE", "C0OPS", "/pool late")).toEqual({ ok: true, error: null });
    expect(commands).toEqual(["late"]);
  });

  it("gives an app with two sockets each payload once", async () => {
    const first: string[] = [];
    const second: string[] = [];
    const { workspace } = await socketMode(counting(first));
    await connectBolt(workspace, counting(second));
    await workspace.type("U0ALICE", "C0OPS", "/pool 1");
    await workspace.type("U0ALICE", "C0OPS", "/pool 2");
    expect([first, second].map((commands) => commands.length)).toEqual([1, 1]);
  });

  it("takes a ticket once, and ten sockets at most", async () => {
    const workspace = await workspaceFor();
    const sockets: WebSocket[] = [];
    const connect = async (url: string): Promise<unknown> =>
      await new Promise((resolve) => {
        const socket = new WebSocket(url);
        sockets.push(socket);
        socket.once("message", (data: Buffer) => resolve(JSON.parse(data.toString("utf8"))));
        socket.once("error", (error) => resolve(error.message));
      });
    const url = await openSocket(workspace);
    expect(await connect(url)).toMatchObject({ type: "hello", num_connections: 1 });
    expect(await connect(url)).toContain("401");
    for (let count = 2; count <= 10; count += 1) {
      expect(await connect(await openSocket(workspace))).toMatchObject({ type: "hello", num_connections: count });
    }
    expect(await connect(await openSocket(workspace))).toMatchObject({
      type: "disconnect",
      reason: "too_many_websockets",
    });
  });

  it("hears an acknowledgement only on the socket that carried the envelope", async () => {
    const workspace = await workspaceFor({ assumptions: { ackTimeoutMs: 100 } });
    const sockets: WebSocket[] = [];
    let answering = 0;
    for (const index of [0, 1]) {
      const socket = new WebSocket(await openSocket(workspace));
      sockets.push(socket);
      socket.on("message", (data: Buffer) => {
        const parsed = z.object({ envelope_id: z.string() }).safeParse(JSON.parse(data.toString("utf8")));
        if (parsed.success) sockets[(index + answering) % 2]?.send(JSON.stringify(parsed.data));
      });
      await workspace.waitFor(() => socket.readyState === WebSocket.OPEN, "the socket");
    }
    expect((await workspace.type("U0ALICE", "C0OPS", "/pool")).error).toBeNull();
    answering = 1;
    expect((await workspace.type("U0ALICE", "C0OPS", "/pool")).error).toBe("operation_timeout");
  });

  it("drops a socket whose app no longer answers pings", async () => {
    const workspace = await workspaceFor({ assumptions: { pingIntervalMs: 20 } });
    const socket = new WebSocket(await openSocket(workspace), { autoPong: false });
    await workspace.waitFor(() => workspace.connected(), "the socket");
    await workspace.waitFor(() => !workspace.connected(), "its end");
    expect(socket.readyState).not.toBe(WebSocket.CONNECTING);
  });

  it("redelivers an event that was not acknowledged, saying so", async () => {
    const workspace = await workspaceFor({ assumptions: { ackTimeoutMs: 50, eventRetryDelaysMs: [0, 10, 10] } });
    const envelope = z.object({
      envelope_id: z.string(),
      retry_attempt: z.number().optional(),
      retry_reason: z.string().optional(),
      payload: z.object({ event_id: z.string() }),
    });
    const seen: z.infer<typeof envelope>[] = [];
    const socket = new WebSocket(await openSocket(workspace));
    socket.on("message", (data: Buffer) => {
      const parsed = envelope.safeParse(JSON.parse(data.toString("utf8")));
      if (!parsed.success) return;
      seen.push(parsed.data);
      if (seen.length === 3) socket.send(JSON.stringify({ envelope_id: parsed.data.envelope_id }));
    });
    await workspace.waitFor(() => workspace.connected(), "the socket");
    expect(await workspace.openHome("U0BOB")).toEqual({ ok: false, error: "operation_timeout" });
    await workspace.waitFor(() => seen.length === 3, "three attempts");
    expect(seen.map((each) => [each.retry_attempt, each.retry_reason])).toEqual([
      [undefined, undefined],
      [1, "timeout"],
      [2, "timeout"],
    ]);
    expect(new Set(seen.map((each) => each.payload.event_id)).size).toBe(1);
    expect(new Set(seen.map((each) => each.envelope_id)).size).toBe(3);
  });
});

describe.each([
  ["Socket Mode", socketMode],
  ["signed HTTP", httpMode],
])("faults of deliveries over %s", (_, start) => {
  it("deliver twice, lose an acknowledgement, find no app", async () => {
    const commands: string[] = [];
    const { workspace } = await start(counting(commands), { assumptions: { ackTimeoutMs: 150 } });
    const type = async (text: string) => (await workspace.type("U0ALICE", "C0OPS", `/pool ${text}`)).error;

    workspace.setFault({ kind: "deliver-twice", times: 1 });
    expect(await type("twice")).toBeNull();
    await workspace.waitFor(() => commands.length === 2, "the second delivery");

    workspace.setFault({ kind: "lose-ack", times: 1 });
    expect(await type("unheard")).toBe("operation_timeout");
    workspace.setFault({ kind: "undeliverable", times: 1 });
    expect(await type("never")).toBe("dispatch_failed");
    expect(commands).toEqual(["twice", "twice", "unheard"]);
  });
});

describe("faults of the Web API", () => {
  it("fail before or after the call took effect", async () => {
    const workspace = await workspaceFor();
    const post = async () =>
      callApi(workspace, "chat.postMessage", { channel: "C0OPS", text: "hello" }).then(
        (answer) => answer.status,
        () => "no answer",
      );
    const fault = { method: "chat.postMessage", times: 1 } as const;
    workspace.setFault({ ...fault, kind: "drop", when: "before" });
    expect(await post()).toBe("no answer");
    expect(workspace.messages("C0OPS")).toHaveLength(0);
    workspace.setFault({ ...fault, kind: "drop", when: "after" });
    expect(await post()).toBe("no answer");
    expect(workspace.messages("C0OPS")).toHaveLength(1);
    workspace.setFault({ ...fault, kind: "platform-error", error: "internal_error" });
    expect(await post()).toBe(200);
    expect(workspace.messages("C0OPS")).toHaveLength(1);
    expect(workspace.webApiCalls("chat.postMessage").map((call) => [call.ok, call.error])).toEqual([
      [null, null],
      [null, null],
      [false, "internal_error"],
    ]);
  });

  it("hang until the workspace closes", async () => {
    const workspace = await startWorkspace();
    workspace.setFault({ kind: "hang", method: "*", when: "before" });
    const hanging = callApi(workspace, "auth.test", {}).then(
      () => "answered",
      () => "cut",
    );
    await workspace.waitFor(() => workspace.webApiCalls("auth.test").length > 0, "the call");
    await workspace.close();
    expect(await hanging).toBe("cut");
  });
});

describe("signed HTTP", () => {
  it("passes Slack's challenge, and fails with another secret", async () => {
    const commands: string[] = [];
    const right = await httpMode(counting(commands));
    expect(await right.workspace.verifyRequestUrl()).toBe(true);
    const wrong = await httpMode(counting(commands), { appSecret: "another" });
    expect(await wrong.workspace.verifyRequestUrl()).toBe(false);
    expect(await wrong.workspace.type("U0ALICE", "C0OPS", "/pool")).toEqual({ ok: false, error: "dispatch_failed" });
    expect(commands).toEqual([]);
  });

  it("says when the app is not there", async () => {
    const workspace = await workspaceFor({ http: { requestUrl: "http://127.0.0.1:9/slack/events" } });
    expect(await workspace.type("U0ALICE", "C0OPS", "/pool")).toEqual({ ok: false, error: "dispatch_failed" });
    expect(workspace.state("U0ALICE").connected).toBe(false);
  });

  it("repeats a failed event with its reason, until the app wants no more", async () => {
    const seen: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers);
      const wantsNoMore = seen.length === 3;
      response.writeHead(500, wantsNoMore ? { "x-slack-no-retry": "1" } : {}).end();
    });
    const requestUrl = await new Promise<string>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`);
      });
    });
    const workspace = await workspaceFor({ http: { requestUrl }, assumptions: { eventRetryDelaysMs: [0, 5, 5] } });
    expect(await workspace.openHome("U0BOB")).toEqual({ ok: false, error: "dispatch_failed" });
    await workspace.waitFor(() => seen.length === 3, "three attempts");
    expect(seen.map((headers) => [headers["x-slack-retry-num"], headers["x-slack-retry-reason"]])).toEqual([
      [undefined, undefined],
      ["1", "http_error"],
      ["2", "http_error"],
    ]);
    expect(seen[0]?.["content-type"]).toBe("application/json");
    expect(seen[0]?.["x-slack-signature"]).toMatch(/^v0=[0-9a-f]{64}$/);
    server.close();
  });
});
