import { describe, expect, it } from "vitest";
import { cardIn, seen, startBot } from "../support/running-bot.ts";

const mutations = (calls: readonly { readonly method: string; readonly action: string }[]): readonly string[] =>
  calls.filter(({ method }) => method !== "GET").map(({ action }) => action);

describe.each(["socket", "http"] as const)("over %s", (transport) => {
  it("a small scale-out runs to its end, and its one card tells all of it", async () => {
    const { workspace, region } = await startBot({ transport });
    expect(await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6")).toEqual({ ok: true, error: null });
    await seen(workspace, "U0DAVE", /Done.*6 nodes in service/);
    const cards = workspace.messages("C0OPS").filter(({ threadTs }) => threadTs === null);
    expect(cards).toHaveLength(1);
    expect(mutations(region.calls())).toEqual(["ModifyClusterNodePool"]);
    expect(region.calls().find(({ method }) => method === "PUT")?.body).toEqual({ scaling_group: { desired_size: 6 } });
    await seen(workspace, "U0ALICE", /<@U0ALICE>[^]*✅ Done/);
  });

  it("an upgrade waits for somebody else's approval, then runs", async () => {
    const { workspace, region } = await startBot({ transport });
    await workspace.type("U0ALICE", "C0OPS", '/pool upgrade prod-pool --reason "security fixes"');
    const card = await cardIn(workspace, "C0OPS", /Upgrade prod\/prod-pool/);
    await workspace.press("U0ALICE", card, "approve");
    await seen(workspace, "U0ALICE", /You asked for .* yourself/);
    await workspace.press("U0ERIN", card, "approve");
    await seen(workspace, "U0ERIN", /Your vote does not count/);
    expect(mutations(region.calls())).toEqual([]);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 20_000);
    expect(mutations(region.calls())).toEqual(["UpgradeClusterNodepool"]);
    await seen(workspace, "U0ALICE", /<@U0ALICE> <@U0BOB>/);
  });
});

describe("an approver", () => {
  it("rejects with a reason that everybody reads, and nothing is changed", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    await workspace.press("U0BOB", card, "reject");
    const modal = await workspace.waitFor(() => workspace.state("U0BOB").views.at(-1), "the form");
    await workspace.submit("U0BOB", modal.id, {
      reason: { reason: { type: "plain_text_input", value: "not <!channel> tonight" } },
    });
    await seen(workspace, "U0DAVE", /Rejected.*<@U0BOB>/);
    const rejected = await cardIn(workspace, "C0OPS", /not <!channel> tonight/);
    expect(JSON.stringify(rejected.blocks)).not.toContain('"action_id"');
    expect(rejected.blocks).toContainEqual(
      expect.objectContaining({ text: { type: "plain_text", text: "not <!channel> tonight", emoji: false } }),
    );
    await workspace.press("U0CAROL", card, "approve");
    await seen(workspace, "U0CAROL", /takes no votes any more: it is rejected/);
    expect(mutations(region.calls())).toEqual([]);
  });

  it("who clicks twice, or with another, makes one execution", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    await Promise.all(["U0BOB", "U0CAROL", "U0BOB", "U0CAROL"].map((who) => workspace.press(who, card, "approve")));
    await seen(workspace, "U0ALICE", /Done/, 20_000);
    expect(mutations(region.calls())).toEqual(["ModifyClusterNodePool"]);
  });

  it.each([
    ["a guest", "U0GUEST", "C0OPS", /Guests of this workspace/],
    [
      "a stranger from another company",
      "U0STRANGER",
      "C0SHARED",
      /Only members of this bot's own workspace|another company/,
    ],
  ])("is not %s", async (_, who, channel, refusal) => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", channel, "/pool scale prod-pool 2");
    const card = await cardIn(workspace, channel, /Scale in/);
    await workspace.press(who, card, "approve");
    await seen(workspace, who, refusal);
    expect(mutations(region.calls())).toEqual([]);
  });

  it("counts by the group as it is now", async () => {
    const { workspace } = await startBot();
    workspace.setGroup("S0SRE", ["U0CAROL"]);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0BOB", /Your vote does not count/);
    await workspace.press("U0CAROL", card, "approve");
    await seen(workspace, "U0ALICE", /Done/, 20_000);
  });
});

describe("a requester", () => {
  it("withdraws", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    await workspace.press("U0BOB", card, "withdraw");
    await seen(workspace, "U0BOB", /Only <@U0ALICE>/);
    await workspace.press("U0ALICE", card, "withdraw");
    await cardIn(workspace, "C0OPS", /Withdrawn.*<@U0ALICE>/);
  });

  it("is told privately how to mend it where the bot may not post, and nothing starts", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "G0PRIVATE", "/pool scale prod-pool 6");
    await seen(workspace, "U0ALICE", /could not be posted.*\/invite/s);
    expect(mutations(region.calls())).toEqual([]);
  });

  it("who is in no group of requesters may look, and not ask", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ERIN", "C0OPS", "/pool scale prod-pool 6");
    await seen(workspace, "U0ERIN", /You are not in the group whose members may ask/);
    await workspace.type("U0ERIN", "C0OPS", "/pool show prod-pool");
    await seen(workspace, "U0ERIN", /prod\/prod-pool/);
    expect(mutations(region.calls())).toEqual([]);
  });
});

describe("two operations on one pool", () => {
  it("do not run together: the second waits, and says for what", async () => {
    // Slow enough that the first still runs when the second is shown, whatever else the machine does.
    const { workspace, region } = await startBot({ speed: 30 });
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 5");
    await seen(workspace, "U0ALICE", /🔄 \*Running/);
    await workspace.type("U0DAVE", "C0OPS", "/pool scale prod-pool 6");
    await cardIn(workspace, "C0OPS", /Approved and waiting.*`op-\w+` works on this pool/);
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 50_000);
    expect(mutations(region.calls())).toEqual(["ModifyClusterNodePool", "ModifyClusterNodePool"]);
  }, 60_000);
});

describe("a plan that reality has overtaken", () => {
  it("does not run, says what moved, and is planned again with a click", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    region.movePool("prod-pool", 4);
    await workspace.press("U0BOB", card, "approve");
    const stale = await cardIn(workspace, "C0OPS", /Out of date.*Desired size: `3` when it was planned, `4` now/s);
    expect(mutations(region.calls())).toEqual([]);
    await workspace.press("U0ALICE", stale, "plan-again");
    await cardIn(workspace, "C0OPS", /\*4\* → \*2\*/);
  });
});

describe("a question", () => {
  it.each([
    ["/pool list", /`prod-pool` active/],
    ["/pool list staging", /`web-pool` active/],
    ["/pool show gpu-pool", /repairs of node instances wait for approval/],
    ["/pool help", /Node pools.*\/pool scale POOL SIZE/s],
    ["/pool help upgrade", /--replace-disk/],
    ["/pool ops", /Nothing waits and nothing runs/],
    ["/pool whoami", /You may ask: you are in <!subteam\^S0ENG>/],
    ["/pool", /Choose what to do|What do you want to do/],
    ["/pool scale prod-pool +2 --dry-run", /Dry run: nothing was changed/],
  ])("%s is answered privately", async (line, answer) => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", line);
    const message = await seen(workspace, "U0ALICE", answer);
    expect(message.ephemeral).toBe(true);
  });

  it("is answered to the channel with --public", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool list --public");
    expect((await seen(workspace, "U0DAVE", /`prod-pool` active/)).ephemeral).toBe(false);
  });
});

describe("a mistake", () => {
  it.each([
    ["/pool scael prod-pool 6", /There is no command `scael`.*Did you mean `\/pool scale`/s],
    ["/pool scale prod-pol 6", /There is no node pool `prod-pol`.*Did you mean `prod-pool`/s],
    ["/pool scale prod-pool many", /`many` does not serve as `size`/],
    ["/pool scale prod-pool 9999", /A pool cannot have `?9999`? nodes/],
    ["/pool scale prod-pool 3", /already has a desired size of 3 nodes/],
    ["/pool scale batch-pool 9", /scales itself between 0 and 20/],
    ["/pool upgrade prod-pool --kubernetes 1.34.1-aliyun.1", /newer than the control plane/],
    ["/pool op op-zzzz", /There is no operation `op-zzzz`/],
    ['/pool show "prod', /A quote is opened and never closed/],
  ])("%s is explained privately, with what to do", async (line, explanation) => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", line);
    expect((await seen(workspace, "U0ALICE", explanation)).ephemeral).toBe(true);
    expect(mutations(region.calls())).toEqual([]);
  });

  it("in a name that several pools have is not guessed: a button for each", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool show default-nodepool");
    const choice = await seen(workspace, "U0ALICE", /There are 2 node pools called/);
    await workspace.press("U0ALICE", choice, "run-line:1");
    await seen(workspace, "U0ALICE", /`staging\/default-nodepool` is/);
  });

  it("of leaving something out opens a form, with pickers", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale");
    const form = await workspace.waitFor(() => workspace.state("U0ALICE").views.at(-1), "the form");
    expect(form.title).toBe("/pool scale");
    const choices = await workspace.options({
      as: "U0ALICE",
      place: { kind: "view", id: form.id },
      blockId: "pool",
      actionId: "pick-pool",
      query: "prod-p",
    });
    expect(JSON.stringify(choices.options)).toContain("prod/prod-pool");
    await workspace.submit("U0ALICE", form.id, {
      pool: { "pick-pool": { type: "external_select", selected_option: { value: "prod/prod-pool" } } },
      size: { size: { type: "plain_text_input", value: "+1" } },
      reason: { reason: { type: "plain_text_input", value: "more guests" } },
    });
    await seen(workspace, "U0DAVE", /Done.*4 nodes in service/, 20_000);
  });
});

describe("when ACK does not answer", () => {
  it("commands are acknowledged at once all the same, and told", async () => {
    const { workspace, region } = await startBot();
    region.setFault({ kind: "hang", action: "*" }, true);
    const before = performance.now();
    expect(await workspace.type("U0ALICE", "C0OPS", "/pool list")).toEqual({ ok: true, error: null });
    expect(performance.now() - before).toBeLessThan(1_000);
    await seen(workspace, "U0ALICE", /could not be read/, 20_000);
  });

  it("clicks are not held up by commands that wait for it", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    region.setFault({ kind: "hang", action: "*" }, true);
    await Promise.all(Array.from({ length: 40 }, () => workspace.type("U0ALICE", "C0OPS", "/pool list")));
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /👍 <@U0BOB>/);
  });

  it("an operation under way says so, and goes on when it answers again", async () => {
    const { workspace, region } = await startBot({ speed: 60 });
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await cardIn(workspace, "C0OPS", /🔄 \*Running/);
    region.setFault({ kind: "error", action: "*", status: 503, code: "ServiceUnavailable" }, true);
    await cardIn(workspace, "C0OPS", /ACK cannot be asked how far it is \(`ServiceUnavailable`/);
    region.setFault({ kind: "error", action: "*", status: 503, code: "ServiceUnavailable" }, false);
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 25_000);
  });

  it("a call whose answer is lost is not made twice", async () => {
    const { workspace, region } = await startBot();
    region.setFault({ kind: "lose-answer", action: "ModifyClusterNodePool" }, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 25_000);
    expect(mutations(region.calls())).toEqual(["ModifyClusterNodePool"]);
  });

  it("a call that it refuses ends the operation with its reason and the request id", async () => {
    const { workspace, region } = await startBot();
    const refusal = { kind: "error", action: "ModifyClusterNodePool", status: 403, code: "Forbidden.RAM" } as const;
    region.setFault(refusal, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await cardIn(workspace, "C0OPS", /Failed.*Forbidden\.RAM.*What to do.*Request ID/s);
  });

  it("a task that leaves a node broken is told as failed, with the node", async () => {
    const { workspace, region } = await startBot();
    region.setFault({ kind: "break-node", pool: "prod-pool" }, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /Upgrade/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /Failed.*ACK's task failed/s);
  });
});
