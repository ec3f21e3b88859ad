import { createElement } from "react";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../../src/sandbox/page/app.tsx";
import { commandProblem } from "../../../src/sandbox/page/composer.tsx";
import { type Place, placeOfLink, readPlace, writePlace } from "../../../src/sandbox/page/navigation.ts";
import { badgeOf } from "../../../src/sandbox/page/sidebar.tsx";
import { keepingUnchanged } from "../../../src/sandbox/page/state.ts";
import { unreadChannels } from "../../../src/sandbox/page/unread.ts";
import type { PageState } from "../../../src/sandbox/page-protocol.ts";
import { draw } from "./drawing.ts";
import { message, workspace } from "./workspace.ts";

function drawPage(state: PageState, place: Partial<Place> = {}): string {
  const navigation = { place: { ...readPlace(""), ...place }, go: () => {} };
  return draw(createElement(Workspace, { state, reachable: true, navigation }));
}

describe("the page", () => {
  it("offers channels, the app, its Home, and the people one can act as", () => {
    const html = drawPage(workspace());
    expect(html).toContain("Lifeguard Home");
    expect(html).toMatch(/<legend>Acting as<\/legend>.*Bob Okafor/);
    expect(html).not.toContain("Gina Gone");
    expect(html).toContain('aria-label="Message #ops"');
  });

  it("shows a message with its author, its time stamp and the way to its thread", () => {
    const state = workspace({
      messages: [
        message("100.000001"),
        message("101.000001", { threadTs: "100.000001", text: "a reply" }),
        message("102.000001", { threadTs: "100.000001", ephemeral: true }),
      ],
    });
    const html = drawPage(state);
    expect(html).toMatch(/<article[^>]*data-ts="100.000001"[^>]*aria-label="Lifeguard at /);
    expect(html).toContain("1 reply");
    expect(html).not.toContain("a reply");
    const opened = drawPage(state, { thread: "100.000001" });
    expect(opened).toMatch(/<aside[^>]*aria-label="Thread".*a reply/);
  });

  it("marks what only one person sees, and edits of messages without blocks", () => {
    const html = drawPage(
      workspace({ messages: [message("1.0", { ephemeral: true }), message("2.0", { edited: true })] }),
    );
    expect(html.match(/Only visible to you/g)).toHaveLength(1);
    expect(html.match(/\(edited\)/g)).toHaveLength(1);
  });

  it("lets nobody type into an archived channel or one they are not in", () => {
    expect(drawPage(workspace(), { room: "C0OLD" })).toContain("This channel is archived");
    expect(drawPage(workspace(), { room: "C0OTHER" })).toContain("You are not a member");
  });

  it("shows the Home, and says where there is none", () => {
    const header = { type: "header", block_id: "h", text: { type: "plain_text", text: "Waiting for you" } };
    const home = { id: "V1", type: "home", title: "", submit: null, close: null, hash: "1", blocks: [header] } as const;
    expect(drawPage(workspace({ home }), { room: "home" })).toContain("Waiting for you");
    expect(drawPage(workspace(), { room: "home" })).toContain("has not published a Home");
  });

  it("tells that the bot is stopped, and shows the cloud behind the scenes", () => {
    expect(drawPage(workspace({ connected: false, bot: "stopped" }))).toContain("Lifeguard is stopped");
    const task = { id: "T-1", type: "nodepool_upgrade", state: "running" };
    const pool = {
      id: "np1",
      name: "prod-pool",
      state: "updating",
      desiredSize: 6,
      totalNodes: 6,
      servingNodes: 5,
      task,
    };
    const cluster = { id: "c1", name: "prod", region: "cn-hangzhou", state: "running", version: "1.34", pools: [pool] };
    const cloud = { clusters: [cluster], faults: [{ kind: "drop", action: "*" } as const], calls: [], speed: 60 };
    const html = drawPage(workspace({ cloud }), { behindTheScenes: true });
    expect(html).toMatch(/<aside[^>]*aria-label="Behind the scenes"/);
    expect(html).toMatch(/prod-pool.*nodepool_upgrade: running/);
    expect(html).toContain("Every call is cut before anything is done");
  });
});

describe("commands that did not work", () => {
  it("are told in Slack's words", () => {
    expect(commandProblem("/pool list", { ok: true, error: null })).toBeNull();
    expect(commandProblem("/pool list", { ok: false, error: "operation_timeout" })).toBe(
      '/pool failed with the error "operation_timeout"',
    );
    expect(commandProblem("/poll", { ok: false, error: "unknown_command" })).toBe("/poll is not a valid command.");
  });
});

describe("who people are", () => {
  it.each([
    ["engineer", "member", "engineer"],
    ["approver, SRE", "member", "approver"],
    ["marketing", "member", "outsider"],
    ["guest", "guest", "guest"],
    ["from another company", "stranger", "Slack Connect"],
  ] as const)("%s, %s: %s", (title, kind, badge) => {
    expect(badgeOf({ id: "U1", name: "x", title, kind, locale: "en-US", timezone: "UTC" })).toBe(badge);
  });
});

describe("the address", () => {
  it("leads back to where one was", () => {
    const place = { as: "U0BOB", room: "C0OPS", thread: "1.2", message: null, behindTheScenes: true };
    expect(readPlace(writePlace(place))).toEqual(place);
  });

  it("takes the links of the workspace: a channel and a message", () => {
    expect(readPlace("?channel=C0OPS&ts=1.2")).toMatchObject({ as: "U0ALICE", room: "C0OPS", message: "1.2" });
  });
});

describe("links to messages", () => {
  it("lead to their place on this page, and nowhere else", () => {
    const origin = "http://127.0.0.1:3000";
    expect(placeOfLink(`${origin}/archives/C0OPS/p1795245111000100`, origin)).toEqual({
      room: "C0OPS",
      message: "1795245111.000100",
      thread: null,
    });
    expect(placeOfLink(`${origin}/archives/C0OPS/p1795245111000100?thread_ts=1.2`, origin)).toMatchObject({
      thread: "1.2",
    });
    expect(placeOfLink("https://example.com/archives/C0OPS/p1795245111000100", origin)).toBeNull();
    expect(placeOfLink(`${origin}/files/x`, origin)).toBeNull();
    expect(placeOfLink("no address", origin)).toBeNull();
  });
});

describe("what changed", () => {
  it("keeps the messages that did not, so that they are not drawn again", () => {
    const before = workspace({ messages: [message("1.0"), message("2.0")] });
    const after = keepingUnchanged(before, workspace({ messages: [message("1.0"), message("2.0", { text: "new" })] }));
    expect(after.messages[0]).toBe(before.messages[0]);
    expect(after.messages[1]?.text).toBe("new");
  });
});

describe("unread channels", () => {
  const state = workspace({
    messages: [
      message("10.0"),
      message("20.0", { channel: "C0JOINED" }),
      message("21.0", { channel: "C0OTHER" }),
      message("30.0", { channel: "C0OLD", author: "U0ALICE" }),
      message("40.0", { channel: "D0ALICE", threadTs: "1.0" }),
    ],
  });

  it("are those with something newer than what one saw there; not one's own, nor replies, nor where one is no member", () => {
    expect([...unreadChannels(state, { since: 5, marks: { "U0ALICE/C0OPS": 10 } })]).toEqual(["C0JOINED"]);
  });

  it("are counted for each person", () => {
    expect([...unreadChannels(state, { since: 15, marks: { "U0BOB/C0JOINED": 20 } })]).toEqual(["C0JOINED"]);
  });
});
