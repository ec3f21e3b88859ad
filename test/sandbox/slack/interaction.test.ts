import { describe, expect, it } from "vitest";
import type { App } from "@slack/bolt";
import { httpMode, onlyMessage, socketMode } from "./bolt-app.ts";

const card = {
  text: "Scale prod-pool?",
  blocks: [
    { type: "section", text: { type: "mrkdwn", text: "*Scale* prod-pool to 6?" } },
    {
      type: "actions",
      block_id: "decision",
      elements: [
        {
          type: "button",
          action_id: "approve",
          style: "primary",
          text: { type: "plain_text", text: "Approve" },
          value: "op-1",
        },
      ],
    },
  ],
} as const;

function approvals(app: App): void {
  app.command("/pool", async ({ ack, respond, client, command }) => {
    await ack();
    await respond({ response_type: "ephemeral", text: `on it: ${command.text}` });
    await client.chat.postMessage({ channel: command.channel_id, text: card.text, blocks: [...card.blocks] });
  });
  app.action("approve", async ({ ack, client, body, action }) => {
    await ack();
    if (body.type !== "block_actions" || action.type !== "button") return;
    await client.chat.update({
      channel: body.channel?.id ?? "",
      ts: body.message?.["ts"] ?? "",
      text: `${action.value} approved by <@${body.user.id}>`,
      blocks: [],
    });
  });
}

describe.each([
  ["Socket Mode", socketMode],
  ["signed HTTP", httpMode],
])("a Bolt app over %s", (_, start) => {
  it("takes a command, answers privately and posts a card that is edited after a click", async () => {
    const { workspace } = await start(approvals);

    expect(await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6")).toEqual({ ok: true, error: null });
    const message = await workspace.waitFor(() => workspace.messages("C0OPS")[0], "the card");
    expect(message.text).toBe(card.text);

    const privately = (as: string) => workspace.state(as).messages.filter((each) => each.ephemeral);
    await workspace.waitFor(() => privately("U0ALICE").length === 1, "the private answer");
    expect(privately("U0ALICE")[0]?.text).toBe("on it: scale prod-pool 6");
    expect(privately("U0BOB")).toEqual([]);

    expect(await workspace.press("U0BOB", message, "approve")).toEqual({ ok: true, error: null });
    const edited = await workspace.waitFor(() => workspace.messages("C0OPS").find((each) => each.edited), "the edit");
    expect(edited).toMatchObject({ ts: message.ts, text: "op-1 approved by <@U0BOB>", blocks: [] });
  });

  it("shows operation_timeout where nobody acknowledges", async () => {
    const { workspace } = await start((app) => app.command("/pool", async () => {}), {
      assumptions: { ackTimeoutMs: 100 },
    });
    expect(await workspace.type("U0ALICE", "C0OPS", "/pool list")).toEqual({ ok: false, error: "operation_timeout" });
  });

  it("shows what the acknowledgement itself says", async () => {
    const { workspace } = await start((app) => {
      app.command("/pool", async ({ ack, command }) => {
        if (command.text === "aloud") await ack({ response_type: "in_channel", text: "for all" });
        else await ack("for you");
      });
    });
    await workspace.type("U0ALICE", "C0OPS", "/pool");
    expect(workspace.state("U0ALICE").messages.map((each) => [each.text, each.ephemeral])).toEqual([["for you", true]]);

    await workspace.type("U0ALICE", "C0OPS", "/pool aloud");
    expect(workspace.messages("C0OPS").map((each) => [each.author, each.text])).toEqual([
      ["U0ALICE", "/pool aloud"],
      ["U0LIFEGUARD", "for all"],
    ]);
  });

  it("sends app_home_opened and shows the Home the app publishes", async () => {
    const views: unknown[] = [];
    const { workspace } = await start((app) => {
      app.event("app_home_opened", async ({ event, client }) => {
        views.push(event.view);
        await client.views.publish({
          user_id: event.user,
          view: { type: "home", blocks: [{ type: "header", text: { type: "plain_text", text: "Waiting for you" } }] },
        });
      });
    });
    expect(await workspace.openHome("U0BOB")).toEqual({ ok: true, error: null });
    const home = await workspace.waitFor(() => workspace.state("U0BOB").home, "Bob's Home");
    expect(home).toMatchObject({ type: "home", blocks: [{ type: "header" }] });
    expect(workspace.state("U0CAROL").home).toBeNull();

    await workspace.openHome("U0BOB");
    await workspace.waitFor(() => views.length === 2, "the second event");
    expect(views[0]).toBeUndefined();
    expect(views[1]).toMatchObject({ id: home.id });
  });
});

describe("payloads", () => {
  it("carry ids for names, entities for markup, and no more than Slack tells", async () => {
    const seen: Record<string, unknown>[] = [];
    const { workspace } = await socketMode((app) => {
      app.command("/pool", async ({ ack, body }) => {
        seen.push(body);
        await ack();
      });
    });
    await workspace.type("U0ALICE", "C0OPS", "/pool ask @bob and @sre in #ops #secret a<b & https://example.com");
    expect(seen[0]).toMatchObject({
      command: "/pool",
      text: "ask <@U0BOB> and <!subteam^S0SRE|@sre> in <#C0OPS|ops> <#G0PRIVATE|> a&lt;b &amp; <https://example.com>",
      channel_name: "ops",
      user_id: "U0ALICE",
      is_enterprise_install: "false",
    });
    await workspace.type("U0ALICE", "G0PRIVATE", "/pool");
    expect(seen[1]).toMatchObject({ channel_id: "G0PRIVATE", channel_name: "privategroup" });
  });

  it("tell the source of a click, and leave the message out of ephemeral ones", async () => {
    const seen: Record<string, unknown>[] = [];
    const { workspace, app } = await socketMode((bolt) => {
      bolt.action("approve", async ({ ack, body }) => {
        seen.push({ ...body });
        await ack();
      });
    });
    await app.client.chat.postMessage({ channel: "C0SHARED", text: card.text, blocks: [...card.blocks] });
    const message = onlyMessage(workspace, "C0SHARED");
    expect(await workspace.press("U0STRANGER", message, "approve")).toEqual({ ok: true, error: null });
    expect(seen[0]).toMatchObject({
      user: { id: "U0STRANGER", team_id: "T0ELSEWHERE" },
      team: { id: "T0LIFEGUARD" },
      container: { type: "message", message_ts: message.ts, channel_id: "C0SHARED", is_ephemeral: false },
      message: { ts: message.ts, bot_id: "B0LIFEGUARD" },
      actions: [{ type: "button", action_id: "approve", block_id: "decision", value: "op-1" }],
    });

    const { message_ts: ts } = await app.client.chat.postEphemeral({
      channel: "C0SHARED",
      user: "U0ALICE",
      text: card.text,
      blocks: [...card.blocks],
    });
    const place = { kind: "message", channel: "C0SHARED", ts: ts ?? "" } as const;
    expect(await workspace.press("U0BOB", place, "approve")).toEqual({ ok: false, error: "message_not_found" });
    await workspace.press("U0ALICE", place, "approve");
    expect(seen[1]).toMatchObject({ container: { is_ephemeral: true } });
    expect(seen[1]).not.toHaveProperty("message");
  });

  it("refuse commands of people of other teams, of the deactivated, and where somebody is no member", async () => {
    const { workspace } = await socketMode((app) => app.command("/pool", async ({ ack }) => ack()));
    const error = async (as: string, channel: string, line = "/pool") =>
      (await workspace.type(as, channel, line)).error;
    expect(await error("U0STRANGER", "C0SHARED")).toBe("unknown_command");
    expect(await error("U0GONE", "C0OPS")).toBe("account_inactive");
    expect(await error("U0ERIN", "C0TEAM")).toBe("not_in_channel");
    expect(await error("U0ERIN", "G0PRIVATE")).toBe("channel_not_found");
    expect(await error("U0ALICE", "C0ARCHIVED")).toBe("is_archived");
    expect(await error("U0GUEST", "C0OPS")).toBeNull();
    expect(await error("U0ALICE", "C0OPS", "/unknown")).toBe("unknown_command");
  });
});

describe("events the app subscribed to", () => {
  it("tell of messages and their edits, and of people and groups that change", async () => {
    const seen: unknown[] = [];
    const { workspace, app } = await socketMode(
      (bolt) => {
        bolt.event(/.*/, async ({ event }) => {
          seen.push([event.type, "subtype" in event ? event.subtype : null]);
        });
      },
      { events: ["message.channels", "user_change", "subteam_members_changed"] },
    );
    await workspace.type("U0ALICE", "C0OPS", "morning");
    await workspace.waitFor(() => seen.length === 1, "the message");
    // Bolt leaves out what the bot says itself, but not that it edited something.
    const { ts = "" } = await app.client.chat.postMessage({ channel: "C0OPS", text: "one" });
    await app.client.chat.update({ channel: "C0OPS", ts, text: "two" });
    await workspace.waitFor(() => seen.length === 2, "the edit");
    await workspace.write({ as: "U0ALICE", channel: "G0PRIVATE", threadTs: null, text: "hidden from the bot" });
    workspace.setGroup("S0SRE", ["U0BOB"]);
    workspace.deactivate("U0CAROL");
    await workspace.waitFor(() => seen.length === 4, "the rest");
    expect(seen).toEqual([
      ["message", null],
      ["message", "message_changed"],
      ["subteam_members_changed", null],
      ["user_change", null],
    ]);
  });
});
