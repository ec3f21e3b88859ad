import { describe, expect, it } from "vitest";
import { socketMode } from "./bolt-app.ts";

const button = { type: "button", action_id: "go", text: { type: "plain_text", text: "Go" } } as const;
const card = { text: "card", blocks: [{ type: "actions", elements: [button] }] } as const;

async function respond(url: string | undefined, body: Record<string, unknown>) {
  const response = await fetch(url ?? "", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}

/** A workspace whose app remembers the response URLs it is given. */
async function remembering() {
  const urls: string[] = [];
  let now = Date.UTC(2026, 10, 21);
  const { workspace, app } = await socketMode(
    (bolt) => {
      bolt.command("/pool", async ({ ack, command }) => {
        urls.push(command.response_url);
        await ack();
      });
      bolt.action("go", async ({ ack, body }) => {
        if ("response_url" in body) urls.push(body.response_url);
        await ack();
      });
    },
    { now: () => new Date(now) },
  );
  return { workspace, app, urls, pass: (milliseconds: number) => (now += milliseconds) };
}

describe("a response URL", () => {
  it("takes five posts, private unless they say otherwise", async () => {
    const { workspace, urls } = await remembering();
    await workspace.type("U0ALICE", "C0OPS", "/pool");
    await respond(urls[0], { text: "1", replace_original: true });
    expect(workspace.messages("C0OPS")).toEqual([]);
    await respond(urls[0], { text: "2", response_type: "in_channel" });
    expect(workspace.messages("C0OPS")).toMatchObject([{ text: "2", author: "U0LIFEGUARD" }]);
    await respond(urls[0], { text: "3" });
    await respond(urls[0], { text: "4" });
    expect(await respond(urls[0], { text: "5" })).toEqual({ status: 200, answer: { ok: true } });
    expect(await respond(urls[0], { text: "6" })).toEqual({ status: 404, answer: { ok: false, error: "used_url" } });
    expect(workspace.state("U0ALICE").messages.map((message) => message.text)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("ends after half an hour", async () => {
    const { workspace, urls, pass } = await remembering();
    await workspace.type("U0ALICE", "C0OPS", "/pool");
    pass(30 * 60_000 + 1);
    expect(await respond(urls[0], { text: "late" })).toMatchObject({ answer: { error: "expired_url" } });
    expect(await respond(urls[0]?.replace(/.$/, "!"), { text: "x" })).toMatchObject({
      answer: { error: "invalid_url" },
    });
  });

  it("replaces and deletes the message it came from, ephemeral ones too", async () => {
    const { workspace, app, urls } = await remembering();
    await app.client.chat.postMessage({ channel: "C0OPS", text: card.text, blocks: [...card.blocks] });
    const [message] = workspace.messages("C0OPS");
    if (message === undefined) throw new Error("no card");
    await workspace.press("U0BOB", message, "go");
    await respond(urls[0], { text: "gone", replace_original: true });
    expect(workspace.messages("C0OPS")).toMatchObject([{ ts: message.ts, text: "gone", blocks: [] }]);
    await respond(urls[0], { delete_original: true });
    expect(workspace.messages("C0OPS")).toEqual([]);

    const { message_ts: ts = "" } = await app.client.chat.postEphemeral({
      channel: "C0OPS",
      user: "U0BOB",
      text: card.text,
      blocks: [...card.blocks],
    });
    await workspace.press("U0BOB", { kind: "message", channel: "C0OPS", ts }, "go");
    await respond(urls[1], { text: "done", replace_original: true, response_type: "in_channel" });
    expect(workspace.state("U0BOB").messages).toMatchObject([{ ts, text: "done", ephemeral: true }]);
    expect(workspace.messages("C0OPS")).toEqual([]);
  });

  it("refuses what a message may not be", async () => {
    const { workspace, urls } = await remembering();
    await workspace.type("U0ALICE", "C0OPS", "/pool");
    expect(await respond(urls[0], { blocks: [{ type: "wrong" }] })).toMatchObject({
      status: 400,
      answer: {
        error: "invalid_blocks",
        response_metadata: { messages: ["[ERROR] unsupported type: wrong [json-pointer:/blocks/0/type]"] },
      },
    });
    expect(workspace.webApiCalls("response_url")).toMatchObject([{ ok: false, error: "invalid_blocks", status: 400 }]);
  });
});
