import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import * as z from "zod";
import { slackFetch as createFetch } from "../../src/slack/http.ts";

const slackFetch = createFetch(10_000);

/** A server that answers as it is told, and counts who connects. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${port}/`, connections: () => connections };
}

describe("requests to Slack", () => {
  it("carry method, headers and text, and tell what was answered", async () => {
    const { url } = await serve(async (request, response) => {
      const said = `${request.method} ${request.headers.authorization} ${await text(request)}`;
      response.writeHead(200, { "X-OAuth-Scopes": "chat:write,commands" }).end(JSON.stringify({ said }));
    });
    const headers = { Authorization: "Bearer xoxb-1" };
    const answer = await slackFetch(url, { method: "POST", headers, body: "text=Größe" });
    expect(answer).toMatchObject({ ok: true, status: 200, statusText: "OK", url });
    expect(answer.headers.get("x-oauth-scopes")).toBe("chat:write,commands");
    expect(await answer.json()).toEqual({ said: "POST Bearer xoxb-1 text=Größe" });
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toBe(await answer.text());
  });

  it("carry forms with files, too", async () => {
    const { url } = await serve(async (request, response) => response.end(await text(request)));
    const form = new FormData();
    form.append("file", new Blob(["apiVersion: v1"]), "pool.yml");
    const answer = await slackFetch(url, { method: "POST", body: form });
    expect(await answer.text()).toMatch(/name="file"; filename="pool.yml"[^]*apiVersion: v1/);
  });

  it("follow no redirect: the token is for Slack alone", async () => {
    let asked = 0;
    const { url } = await serve((_, response) => {
      asked += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await slackFetch(url)).toMatchObject({ ok: false, status: 302 });
    expect(await slackFetch(url, { method: "POST", body: new FormData() })).toMatchObject({ ok: false, status: 302 });
    expect(asked).toBe(2);
  });

  it("hold no connection by an answer that nobody reads", async () => {
    const { url, connections } = await serve((_, response) => {
      response.writeHead(429, { "retry-after": "30" }).end("x".repeat(200_000));
    });
    for (let call = 0; call < 20; call += 1) {
      const answer = await slackFetch(url, { method: "POST", body: "" });
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "30"]);
    }
    expect(connections()).toBeLessThanOrEqual(2);
  });

  it("fail where an answer breaks off", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("{", () => response.destroy());
    });
    await expect(slackFetch(url)).rejects.toThrow(/closed/);
  });

  it("are given up when their time is over, before an answer and in the middle of one", async () => {
    const silent = await serve(() => {});
    const slow = await serve((_, response) => {
      response.write("{");
    });
    for (const { url } of [silent, slow]) {
      const began = performance.now();
      await expect(createFetch(50)(url)).rejects.toThrow("timeout: no answer within 50 ms");
      await expect(
        createFetch(50)(url, { method: "POST", body: new FormData() }).then((answer) => answer.text()),
      ).rejects.toThrow(/timeout/);
      expect(performance.now() - began).toBeLessThan(2_000);
    }
  });

  it("leave no time limit behind that goes on after the answer", async () => {
    const { url } = await serve((_, response) => response.end("{}"));
    const signals = vi.spyOn(AbortSignal, "timeout");
    onTestFinished(() => signals.mockRestore());
    const limits = (): number => process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;
    const before = limits();
    for (let call = 0; call < 20; call += 1) await slackFetch(url);
    expect(limits() - before).toBeLessThan(5);
    expect(signals).not.toHaveBeenCalled();
  });
});
