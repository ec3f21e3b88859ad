import { WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import type { Workspace } from "../../../src/sandbox/slack/options.ts";
import { callApi, onlyMessage, workspaceFor } from "./bolt-app.ts";

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } }) as const;

function clientOf(workspace: Workspace): WebClient {
  return new WebClient(workspace.botToken, {
    slackApiUrl: workspace.apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
  });
}

describe("access to the Web API", () => {
  it("checks whose token it is, with HTTP 200 for every refusal", async () => {
    const workspace = await workspaceFor();
    const error = async (method: string, token: string) => (await callApi(workspace, method, {}, token)).body;
    expect(await error("auth.test", "xoxb-wrong")).toEqual({ ok: false, error: "invalid_auth" });
    expect(await error("auth.test", workspace.appToken)).toEqual({ ok: false, error: "not_allowed_token_type" });
    expect(await error("apps.connections.open", workspace.botToken)).toMatchObject({ error: "not_allowed_token_type" });
    expect(await error("no.such", workspace.botToken)).toMatchObject({ error: "unknown_method" });
    const bare = await fetch(`${workspace.apiUrl}auth.test`);
    expect([bare.status, await bare.json()]).toEqual([200, { ok: false, error: "not_authed" }]);

    workspace.revokeToken("bot");
    expect(await error("auth.test", workspace.botToken)).toEqual({ ok: false, error: "token_revoked" });
  });

  it("takes GET, forms and JSON, the token also as a field", async () => {
    const workspace = await workspaceFor();
    const url = `${workspace.apiUrl}users.info`;
    const asGet = await fetch(`${url}?user=U0BOB&token=${workspace.botToken}`);
    expect(await asGet.json()).toMatchObject({ ok: true, user: { id: "U0BOB", is_restricted: false } });
    const asForm = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ user: "U0BOB", include_locale: "true", token: workspace.botToken }),
    });
    expect(await asForm.json()).toMatchObject({ user: { locale: "en-US" } });
    const form = new FormData();
    form.set("user", "U0GUEST");
    const headers = { authorization: `Bearer ${workspace.botToken}` };
    const asMultipart = await fetch(url, { method: "POST", headers, body: form });
    expect(await asMultipart.json()).toMatchObject({ user: { is_restricted: true } });
    expect((await callApi(workspace, "users.info", {})).body).toMatchObject({
      error: "invalid_arguments",
      response_metadata: { messages: ["[ERROR] missing required field: user [json-pointer:]"] },
    });
  });

  it("asks for scopes, by the kind of conversation", async () => {
    const workspace = await workspaceFor({ scopes: ["commands", "groups:read"] });
    const client = clientOf(workspace);
    await expect(client.users.info({ user: "U0BOB" })).rejects.toMatchObject({
      data: { error: "missing_scope", needed: "users:read", provided: "commands,groups:read" },
    });
    await expect(client.conversations.info({ channel: "C0OPS" })).rejects.toMatchObject({
      data: { error: "missing_scope", needed: "channels:read" },
    });
  });
});

describe("rate limits", () => {
  it("answer 429 with Retry-After once a channel takes more than about a message a second", async () => {
    let now = 1_790_000_000_000;
    const workspace = await workspaceFor({ now: () => new Date(now) });
    const post = async (channel: string) => callApi(workspace, "chat.postMessage", { channel, text: "hello" });
    for (let sent = 0; sent < 10; sent += 1) expect((await post("C0OPS")).status).toBe(200);
    const limited = await post("C0OPS");
    expect([limited.status, limited.headers.get("retry-after"), limited.body]).toEqual([
      429,
      "1",
      { ok: false, error: "ratelimited" },
    ]);
    expect((await post("C0TEAM")).status).toBe(200);
    now += 1_000;
    expect((await post("C0OPS")).status).toBe(200);
    expect(workspace.webApiCalls("chat.postMessage").at(-3)).toMatchObject({ ok: false, status: 429 });
  });

  it("hold by method: usergroups.users.list is tier 2", async () => {
    const workspace = await workspaceFor({ now: () => new Date(1_790_000_000_000) });
    const read = async () => (await callApi(workspace, "usergroups.users.list", { usergroup: "S0SRE" })).status;
    for (let sent = 0; sent < 20; sent += 1) expect(await read()).toBe(200);
    expect(await read()).toBe(429);
  });

  it("can be provoked for an SDK, a number of times", async () => {
    const workspace = await workspaceFor();
    workspace.setFault({ kind: "rate-limited", method: "chat.postMessage", retryAfterSeconds: 7, times: 1 });
    const client = clientOf(workspace);
    const post = async () => client.chat.postMessage({ channel: "C0OPS", text: "hello" });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post()).resolves.toMatchObject({ ok: true });
  });
});

describe("messages", () => {
  it("go only where the bot may write", async () => {
    const workspace = await workspaceFor();
    const client = clientOf(workspace);
    const post = async (channel: string) =>
      client.chat.postMessage({ channel, text: "hello" }).then(
        (answer) => answer.channel,
        (error: { data: { error: string } }) => error.data.error,
      );
    expect(await post("G0PRIVATE")).toBe("channel_not_found");
    expect(await post("C0ARCHIVED")).toBe("is_archived");
    expect(await post("#ops")).toBe("C0OPS");
    expect(await post("U0CAROL")).toBe("D0CAROL");
    workspace.removeBotFrom("C0OPS");
    expect(await post("C0OPS")).toBe("not_in_channel");
    workspace.makeReadOnly("C0TEAM");
    expect(await post("C0TEAM")).toBe("restricted_action_read_only_channel");
    workspace.archive("C0APPROVALS");
    expect(await post("C0APPROVALS")).toBe("is_archived");
  });

  it("keep and lose their parts in an edit as chat.update says", async () => {
    const workspace = await workspaceFor();
    const client = clientOf(workspace);
    const metadata = { event_type: "operation", event_payload: { id: "op-1" } };
    const { ts = "" } = await client.chat.postMessage({
      channel: "C0OPS",
      text: "one",
      blocks: [section("one")],
      metadata,
    });
    const place = { channel: "C0OPS", ts };

    await client.chat.update({ ...place, text: "two", blocks: [section("two")] });
    expect(onlyMessage(workspace, "C0OPS")).toMatchObject({ text: "two", blocks: [section("two")], edited: false });
    await client.chat.update({ ...place, text: "three" });
    expect(onlyMessage(workspace, "C0OPS")).toMatchObject({ text: "three", blocks: [], edited: true });
    const read = await client.conversations.history({ channel: "C0OPS", include_all_metadata: true });
    expect(read.messages?.[0]).toMatchObject({ text: "three", metadata });

    await expect(client.chat.update({ ...place, text: "x".repeat(4_001) })).rejects.toThrow("msg_too_long");
    await expect(client.chat.update({ channel: "C0OPS", ts: "1.2", text: "x" })).rejects.toThrow("message_not_found");
    await workspace.type("U0ALICE", "C0OPS", "my own words");
    const own = workspace.messages("C0OPS").at(-1)?.ts ?? "";
    await expect(client.chat.update({ channel: "C0OPS", ts: own, text: "x" })).rejects.toThrow("cant_update_message");
  });

  it("stay in their thread, with a permalink and reactions", async () => {
    const workspace = await workspaceFor();
    const client = clientOf(workspace);
    const { ts = "" } = await client.chat.postMessage({ channel: "C0OPS", text: "parent" });
    await client.chat.postMessage({ channel: "C0OPS", text: "reply", thread_ts: ts });
    expect(workspace.messages("C0OPS")[1]).toMatchObject({ threadTs: ts, text: "reply" });
    const thread = await client.conversations.replies({ channel: "C0OPS", ts });
    expect(thread.messages?.map((message) => message.text)).toEqual(["parent", "reply"]);
    await expect(client.chat.postMessage({ channel: "C0OPS", text: "x", thread_ts: "1.2" })).rejects.toThrow(
      "thread_not_found",
    );

    const { permalink = "" } = await client.chat.getPermalink({ channel: "C0OPS", message_ts: ts });
    const followed = await fetch(permalink, { redirect: "manual" });
    expect(followed.headers.get("location")).toBe(`/?channel=C0OPS&ts=${ts}`);

    await client.reactions.add({ channel: "C0OPS", timestamp: ts, name: "eyes" });
    await expect(client.reactions.add({ channel: "C0OPS", timestamp: ts, name: "eyes" })).rejects.toThrow(
      "already_reacted",
    );
    await client.chat.delete({ channel: "C0OPS", ts });
    expect(workspace.messages("C0OPS").map((message) => message.text)).toEqual(["reply"]);
  });

  it("are ephemeral for members only, and cannot be edited then", async () => {
    const workspace = await workspaceFor();
    const client = clientOf(workspace);
    const say = async (user: string) => client.chat.postEphemeral({ channel: "C0TEAM", user, text: "psst" });
    await expect(say("U0BOB")).rejects.toThrow("user_not_in_channel");
    const { message_ts: ts = "" } = await say("U0DAVE");
    expect(workspace.messages("C0TEAM")).toEqual([]);
    expect(workspace.state("U0DAVE").messages).toMatchObject([{ text: "psst", ephemeral: true }]);
    expect(workspace.state("U0ALICE").messages).toEqual([]);
    await expect(client.chat.update({ channel: "C0TEAM", ts, text: "x" })).rejects.toThrow("message_not_found");
  });

  it("are refused with a pointer to what is wrong", async () => {
    const workspace = await workspaceFor();
    const post = async (args: Record<string, unknown>) =>
      (await callApi(workspace, "chat.postMessage", { channel: "C0OPS", ...args })).body;
    expect(await post({ blocks: [section("x".repeat(3_001))] })).toMatchObject({
      ok: false,
      error: "invalid_blocks",
      response_metadata: {
        messages: ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"],
      },
    });
    expect(await post({})).toMatchObject({ error: "no_text" });
    expect(await post({ blocks: "[{]" })).toMatchObject({ error: "invalid_blocks_format" });
    expect(await post({ text: "a", markdown_text: "b" })).toMatchObject({ error: "markdown_text_conflict" });
    expect(await post({ text: "a", metadata: { event_type: 1 } })).toMatchObject({ error: "invalid_metadata_format" });
    expect(await post({ blocks: Array.from({ length: 5 }, () => section("x".repeat(2_900))) })).toMatchObject({
      error: "msg_blocks_too_long",
    });
    expect(workspace.messages("C0OPS")).toEqual([]);
  });

  it("carry files that were uploaded", async () => {
    const workspace = await workspaceFor();
    await clientOf(workspace).filesUploadV2({
      channel_id: "C0OPS",
      filename: "nodes.csv",
      content: "id,status\ni-1,Ready\n",
      initial_comment: "98 nodes",
    });
    const { text, files } = onlyMessage(workspace, "C0OPS");
    expect([text, files[0]?.name]).toEqual(["98 nodes", "nodes.csv"]);
    const download = await fetch(files[0]?.url ?? "");
    expect(await download.text()).toBe("id,status\ni-1,Ready\n");
  });
});

describe("people and groups", () => {
  it("are told with the flags an app must check", async () => {
    const workspace = await workspaceFor();
    const client = clientOf(workspace);
    const info = async (user: string) => (await client.users.info({ user, include_locale: true })).user;
    expect(await info("U0LIWEI")).toMatchObject({ locale: "zh-CN", team_id: "T0LIFEGUARD", deleted: false });
    // Sam shares a channel with the app, so is no "stranger" in Slack's sense: only the team tells.
    const stranger = await info("U0STRANGER");
    expect(stranger).toMatchObject({ team_id: "T0ELSEWHERE", is_stranger: false });
    expect(stranger).not.toHaveProperty("locale");
    workspace.removeBotFrom("C0SHARED");
    expect(await info("U0STRANGER")).toMatchObject({ is_stranger: true });
    expect(await info("U0GONE")).toMatchObject({ deleted: true });
    expect(await info("U0LIFEGUARD")).toMatchObject({ is_bot: true });

    workspace.setGroup("S0SRE", ["U0CAROL"]);
    workspace.deactivate("U0CAROL");
    const group = await client.usergroups.users.list({ usergroup: "S0SRE" });
    expect(group.users).toEqual(["U0CAROL"]);
    expect(await info("U0CAROL")).toMatchObject({ deleted: true });
    await expect(client.usergroups.users.list({ usergroup: "S0NONE" })).rejects.toThrow("no_such_subteam");
  });

  it("come in pages, channels without those the bot does not see", async () => {
    const workspace = await workspaceFor();
    const client = clientOf(workspace);
    const names: unknown[] = [];
    let cursor: string | undefined = "";
    do {
      const page = await client.conversations.list({
        types: "public_channel,private_channel",
        exclude_archived: true,
        limit: 2,
        cursor,
      });
      names.push(...(page.channels ?? []).map((channel) => channel.name));
      cursor = page.response_metadata?.next_cursor;
    } while (cursor !== undefined && cursor !== "");
    expect(names).toEqual(["ops", "approvals", "team-shop", "partner-shared"]);
    const shared = await client.conversations.info({ channel: "C0SHARED" });
    expect(shared.channel).toMatchObject({ is_ext_shared: true, is_member: true });
  });
});
