import { describe, expect, it } from "vitest";
import type { Workspace } from "../../src/sandbox/slack/options.ts";
import { cardIn, seen, startBot } from "../support/running-bot.ts";

/** The Home of somebody, once it says such words. */
async function homeOf(workspace: Workspace, who: string, words: RegExp, within = 10_000) {
  return workspace.waitFor(
    () => {
      const home = workspace.state(who).home;
      return home !== null && words.test(JSON.stringify(home.blocks)) ? home : null;
    },
    `the Home of ${who} with ${words}`,
    within,
  );
}

function buttonsOf({ blocks }: { readonly blocks: readonly object[] }): string {
  return [...JSON.stringify(blocks).matchAll(/"action_id":"([\w:-]+)"/g)].map((match) => match[1]).join(" ");
}

describe("the Home", () => {
  it("tells which channels somebody had follow something, and no more when that is over", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool watch prod/prod-pool");
    await seen(workspace, "U0ALICE", /had this channel follow/);
    await workspace.openHome("U0ALICE");
    await homeOf(workspace, "U0ALICE", /you had follow something.*<#C0OPS>/s);
    await workspace.type("U0ALICE", "C0OPS", "/pool unwatch prod/prod-pool");
    await seen(workspace, "U0ALICE", /no longer follow/);
    await workspace.openHome("U0ALICE");
    await workspace.waitFor(
      () => !JSON.stringify(workspace.state("U0ALICE").home?.blocks ?? []).includes("you had follow something"),
      "the Home without it",
    );
  });

  it("of an approver has what waits for them, and takes the vote; the requester's follows by itself", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", '/pool scale prod-pool 2 --reason "less <!channel> load"');
    await cardIn(workspace, "C0OPS", /Scale in/);
    await workspace.openHome("U0ALICE");
    const asked = await homeOf(workspace, "U0ALICE", /You asked for.*Waiting for sign-off/s);
    expect(buttonsOf(asked)).toContain("withdraw");
    expect(buttonsOf(asked)).not.toContain("approve");
    await workspace.openHome("U0BOB");
    const home = await homeOf(workspace, "U0BOB", /Waits for you.*from \*3\* to \*2\* nodes.*prod\/prod-pool.*3\/3/s);
    expect(JSON.stringify(home)).not.toContain("<!channel>");
    expect(buttonsOf(home)).toMatch(/approve reject narrow/);
    await workspace.press("U0BOB", { kind: "view", id: home.id }, "approve");
    await homeOf(workspace, "U0BOB", /Nothing waits for you/);
    await homeOf(workspace, "U0ALICE", /What came of your requests.*Done/s, 30_000);
    expect(region.calls().filter(({ method }) => method !== "GET")).toHaveLength(1);
  });

  it("of who asked takes back, answers a proposal, and a refusal comes by direct message", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 1");
    await cardIn(workspace, "C0OPS", /Scale in/);
    await workspace.openHome("U0BOB");
    const before = await homeOf(workspace, "U0BOB", /Waits for you/);
    await workspace.type("U0BOB", "C0OPS", "/pool ops");
    const listed = await seen(workspace, "U0BOB", /op-\w{4}/);
    const [id = ""] = /op-\w{4}/.exec(JSON.stringify(listed)) ?? [];
    await workspace.type("U0BOB", "C0OPS", `/pool narrow ${id} --nodes 1`);
    await workspace.openHome("U0ALICE");
    const asked = await homeOf(workspace, "U0ALICE", /Approvers would sign off less/);
    await workspace.press("U0ALICE", { kind: "view", id: asked.id }, "take-proposal");
    await cardIn(workspace, "C0OPS", /from \*3\* to \*2\*|\*3\* → \*2\*/);
    // What Bob's screen shows is of the old plan.
    await workspace.use("U0BOB", { kind: "view", id: before.id }, pressOf(before, "approve"));
    const answer = await seen(workspace, "U0BOB", /belongs to another plan/);
    expect(answer.channel).toMatch(/^D/);
    const own = await homeOf(workspace, "U0ALICE", /You asked for/);
    await workspace.press("U0ALICE", { kind: "view", id: own.id }, "withdraw");
    await homeOf(workspace, "U0ALICE", /What came of your requests.*Withdrawn/s);
  });

  it("rejects with a reason, and answers look-ups by direct message", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    await cardIn(workspace, "C0OPS", /Scale in/);
    await workspace.openHome("U0CAROL");
    const home = await homeOf(workspace, "U0CAROL", /Waits for you/);
    const place = { kind: "view", id: home.id } as const;
    await workspace.press("U0CAROL", place, "run-line:2");
    expect((await seen(workspace, "U0CAROL", /What you may do/)).channel).toMatch(/^D/);
    await workspace.press("U0CAROL", place, "reject");
    const form = await workspace.waitFor(() => workspace.state("U0CAROL").views.at(-1), "the form");
    await workspace.submit("U0CAROL", form.id, { reason: { reason: { type: "plain_text_input", value: "not now" } } });
    await cardIn(workspace, "C0OPS", /Rejected/);
    await homeOf(workspace, "U0CAROL", /Nothing waits for you/);
  });

  it("answers a form that it opened by direct message, not where the card stands", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    await workspace.openHome("U0CAROL");
    const home = await homeOf(workspace, "U0CAROL", /Waits for you/);
    await workspace.press("U0CAROL", { kind: "view", id: home.id }, "reject");
    const form = await workspace.waitFor(() => workspace.state("U0CAROL").views.at(-1), "the form");
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /👍 <@U0BOB>/);
    await workspace.submit("U0CAROL", form.id, { reason: { reason: { type: "plain_text_input", value: "too late" } } });
    const refusal = await seen(workspace, "U0CAROL", /takes no votes any more/);
    expect(refusal.channel).toMatch(/^D/);
    expect(JSON.stringify(workspace.messages("C0OPS"))).not.toContain("too late");
  });

  it("stands before ACK has answered, and says of pools that they are not known", async () => {
    const { workspace, region } = await startBot();
    region.setFault({ kind: "hang", action: "*" }, true);
    await workspace.openHome("U0BOB");
    await homeOf(workspace, "U0BOB", /Asking ACK/, 2_000);
    await homeOf(workspace, "U0BOB", /Not known: ACK did not answer in time for `prod`/, 15_000);
    region.setFault({ kind: "hang", action: "*" }, false);
  });

  it.each(["U0GUEST", "U0STRANGER"])("of %s is a polite line and nothing else", async (who) => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    await cardIn(workspace, "C0OPS", /Scale in/);
    await workspace.openHome(who);
    const home = await homeOf(workspace, who, /active full members/);
    expect(home.blocks).toHaveLength(1);
    expect(JSON.stringify(home)).not.toMatch(/prod|op-/);
  });

  it("shows nothing where Slack cannot be asked who somebody is", async () => {
    const { workspace } = await startBot();
    workspace.setFault({ kind: "platform-error", method: "users.info", error: "internal_error" });
    await workspace.openHome("U0BOB");
    const home = await homeOf(workspace, "U0BOB", /could not be asked/, 15_000);
    expect(home.blocks).toHaveLength(1);
  });

  it("is not published again where nothing has changed but the time", async () => {
    const { workspace } = await startBot();
    await workspace.openHome("U0BOB");
    await homeOf(workspace, "U0BOB", /prod\/prod-pool/);
    const published = workspace.webApiCalls("views.publish").length;
    await workspace.type("U0ALICE", "C0OPS", "/pool freeze staging 2d sale");
    await seen(workspace, "U0ALICE", /froze/);
    expect(workspace.webApiCalls("views.publish")).toHaveLength(published);
  });
});

/** A button as somebody saw it, though it is gone by now. */
function pressOf({ blocks }: { readonly blocks: readonly object[] }, id: string): Record<string, unknown> {
  const found = JSON.stringify(blocks).match(
    new RegExp(`\\{[^{}]*"action_id":"${id}"[^{}]*\\{[^{}]*\\}[^{}]*\\}`),
  )?.[0];
  if (found === undefined) throw new Error(`no button ${id}`);
  const button: unknown = JSON.parse(found);
  if (typeof button !== "object" || button === null) throw new Error("no button");
  return { ...button };
}
