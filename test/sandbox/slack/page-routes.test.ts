import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Workspace } from "../../../src/sandbox/slack/options.ts";
import { socketMode, workspaceFor } from "./bolt-app.ts";

async function post(workspace: Workspace, path: string, body: unknown) {
  const response = await fetch(workspace.url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}

describe("the page's routes", () => {
  it("tell each person what they see", async () => {
    const { workspace } = await socketMode((app) => app.command("/pool", async ({ ack }) => ack("hello")));
    expect(await post(workspace, "/sandbox/command", { as: "U0ALICE", channel: "C0OPS", text: "/pool" })).toEqual({
      status: 200,
      answer: { ok: true, error: null },
    });
    await post(workspace, "/sandbox/message", { as: "U0BOB", channel: "C0OPS", threadTs: null, text: "morning" });

    const state = async (as: string) => (await fetch(`${workspace.url}/sandbox/state?as=${as}`)).json();
    expect(await state("U0ALICE")).toMatchObject({
      me: "U0ALICE",
      connected: true,
      bot: "running",
      commands: [{ command: "/pool" }],
      messages: [
        { text: "hello", ephemeral: true },
        { author: "U0BOB", text: "morning", ephemeral: false },
      ],
    });
    const channels = (as: string) => workspace.state(as).channels.map((channel) => channel.id);
    expect(channels("U0ALICE")).toEqual([
      "C0OPS",
      "C0APPROVALS",
      "C0TEAM",
      "C0SHARED",
      "C0ARCHIVED",
      "G0PRIVATE",
      "D0ALICE",
    ]);
    expect(channels("U0ERIN")).not.toContain("G0PRIVATE");
    expect(channels("U0STRANGER")).toEqual(["C0SHARED", "D0STRANGER"]);
    expect(channels("U0GONE")).toEqual([]);
    expect(workspace.state("U0STRANGER").commands).toEqual([]);
    expect((await fetch(`${workspace.url}/sandbox/state?as=U0NOBODY`)).status).toBe(404);
  });

  it("announce changes on a stream", async () => {
    const workspace = await workspaceFor();
    const response = await fetch(`${workspace.url}/sandbox/events`);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('data: {"revision":');
    workspace.changed();
    expect((await reader?.read())?.value).toMatch(/data: \{"revision":[1-9]/);
    await reader?.cancel();
  });

  it("refuse what is no request, and pass on what concerns the cloud and the bot", async () => {
    const runs: string[] = [];
    const workspace = await workspaceFor({
      onRunBot(request) {
        runs.push(request.do);
        return { ok: true, error: null };
      },
    });
    expect(await post(workspace, "/sandbox/action", { as: "U0BOB" })).toMatchObject({ status: 400 });
    expect(await post(workspace, "/sandbox/bot", { do: "kill" })).toEqual({
      status: 200,
      answer: { ok: true, error: null },
    });
    expect(runs).toEqual(["kill"]);
    expect(await post(workspace, "/sandbox/cloud/pool", { do: "resize", pool: "np", desiredSize: 3 })).toMatchObject({
      answer: { ok: false },
    });
  });

  it("serve the page's files, after what the sandbox adds", async () => {
    const directory = await mkdtemp(join(tmpdir(), "page-"));
    await writeFile(join(directory, "index.html"), "<title>Harbour</title>");
    const workspace = await workspaceFor({
      page: { directory, extra: (server) => server.get("/extra", (request) => request.text("more")) },
    });
    expect(await (await fetch(workspace.url)).text()).toBe("<title>Harbour</title>");
    expect(await (await fetch(`${workspace.url}/extra`)).text()).toBe("more");
    expect((await fetch(`${workspace.url}/../package.json`)).status).toBe(404);
  });
});
