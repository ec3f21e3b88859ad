import { describe, expect, it } from "vitest";
import { cardIn, seen, startBot } from "../support/running-bot.ts";

const mutations = (calls: readonly { readonly method: string; readonly action: string }[]): readonly string[] =>
  calls.filter(({ method }) => method !== "GET").map(({ action }) => action);

const prod = "c61da77e8bfbc4c4c999af2b51b65";

describe("cve", () => {
  it("tells vulnerabilities by how much they hurry, and offers to fix the high ones", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool cve prod-pool");
    const answer = await seen(workspace, "U0ALICE", /4 vulnerabilities on 3 nodes, 2 of them high/);
    expect(answer.ephemeral).toBe(true);
    const shown = JSON.stringify(answer.blocks);
    expect(shown).toMatch(/High: fix as soon as possible.*CVE-2026-21104.*Medium:.*curl.*Low:.*vim/);
    expect(shown).toMatch(/glibc security update[^•]*takes effect after a restart · updates `glibc`/);
    expect(shown).toMatch(/openssl security update[^•]*no restart needed/);
    expect(shown).toMatch(
      /ACK fixes `asap` of this pool by itself in .* window, with restarts .*, leaving out `kernel`/,
    );
    await workspace.type("U0ALICE", "C0OPS", "/pool cve gpu-pool");
    await seen(workspace, "U0ALICE", /ACK has found none/);
    expect(mutations(region.calls())).toEqual([]);
  });

  it("fixes the high ones with a click, once they are signed off", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool cve prod-pool");
    const answer = await seen(workspace, "U0ALICE", /2 of them high/);
    await workspace.press("U0ALICE", answer, "run-line:1");
    const card = await cardIn(workspace, "C0OPS", /Fix vulnerabilities prod\/prod-pool/);
    expect(JSON.stringify(card.blocks)).toMatch(/Each node is drained before it is restarted/);
    expect(mutations(region.calls())).toEqual([]);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*2 vulnerabilities fixed on 3 nodes/, 20_000);
    expect(mutations(region.calls())).toEqual(["FixNodePoolVuls"]);
    expect(region.calls().find(({ action }) => action === "FixNodePoolVuls")?.body).toMatchObject({
      vuls: ["alilinux3:2.1:def:ALINUX3-SA-2026:0113", "alilinux3:2.1:def:ALINUX3-SA-2026:0098"],
      auto_restart: true,
      rollout_policy: { max_parallelism: 1 },
    });
    await workspace.type("U0ALICE", "C0OPS", "/pool cve prod-pool");
    await seen(workspace, "U0ALICE", /2 vulnerabilities on 3 nodes, 0 of them high/);
  });

  it("fixes those that are named, so many nodes at once, and warns of what a restart would take", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool cve prod-pool fix CVE-2026-10861 CVE-2026-09313 --batch 3");
    const card = await cardIn(workspace, "C0OPS", /Fix vulnerabilities prod\/prod-pool/);
    expect(JSON.stringify(card.blocks)).toMatch(/take effect only after a restart, which is not part of this/);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*2 vulnerabilities fixed/, 20_000);
    expect(region.calls().find(({ action }) => action === "FixNodePoolVuls")?.body).toMatchObject({
      auto_restart: false,
      rollout_policy: { max_parallelism: 3 },
    });
  });

  it.each([
    ["/pool cve prod-pool fix CVE-1999-0001", /`prod-pool` has no vulnerability `CVE-1999-0001`/],
    ["/pool cve gpu-pool fix", /has no vulnerability of the level `asap`/],
    ["/pool cve prod-pool mend", /`mend` does not serve as `action`: it has to be one of `fix`/],
  ])("%s is explained", async (line, explanation) => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", line);
    await seen(workspace, "U0ALICE", explanation);
    expect(mutations(region.calls())).toEqual([]);
  });

  it("may be looked at by who may not ask for a fix", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ERIN", "C0OPS", "/pool cve prod-pool");
    const answer = await seen(workspace, "U0ERIN", /2 of them high/);
    await workspace.press("U0ERIN", answer, "run-line:0");
    await seen(workspace, "U0ERIN", /You are not in the group whose members may ask/);
    expect(mutations(region.calls())).toEqual([]);
  });
});

describe("plans", () => {
  it("are told by cluster: what, for which pool, from when to when", async () => {
    const { workspace, region } = await startBot({ speed: 1 });
    region.schedulePlan({ cluster: prod, type: "CLUSTER_UPGRADE_MASTER", start: new Date(Date.now() + 86_400_000) });
    await workspace.type("U0ALICE", "C0OPS", "/pool plans");
    const answer = await seen(workspace, "U0ALICE", /3 plans are scheduled/);
    const shown = JSON.stringify(answer.blocks);
    expect(shown).toMatch(
      /scheduled: an upgrade of the kubelet for `prod\/batch-pool` · from <!date\^\d+\^[^ ]+ {time}\|[^>]+> · to <!date/,
    );
    expect(shown).toMatch(/a fix of vulnerabilities for `prod\/prod-pool`/);
    expect(shown).toMatch(/an upgrade of the control plane for the cluster itself/);
    expect(shown).toMatch(/goes on past its end; what has not begun waits/);
    expect(shown.match(/Cancel this plan/g)).toHaveLength(3);
    await workspace.type("U0ALICE", "C0OPS", "/pool plans staging");
    await seen(workspace, "U0ALICE", /Nothing is planned/);
  });

  it("can be cancelled with a click and a sign-off", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool plans prod");
    const answer = await seen(workspace, "U0ALICE", /2 plans are scheduled/);
    await workspace.press("U0ALICE", answer, "run-line:0");
    const card = await cardIn(workspace, "C0OPS", /Cancel a plan of prod/);
    expect(JSON.stringify(card.blocks)).toMatch(/an upgrade of the kubelet.*the pool `prod\/batch-pool`/);
    expect(JSON.stringify(card.blocks)).toMatch(/This cancels the plan once/);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*the plan is cancelled/, 20_000);
    expect(mutations(region.calls())).toEqual(["CancelOperationPlan"]);
    await workspace.type("U0ALICE", "C0OPS", "/pool plans prod");
    const after = await seen(workspace, "U0ALICE", /1 plan is scheduled/);
    expect(JSON.stringify(after.blocks)).toMatch(
      /🛑 cancelled: an upgrade of the kubelet.*reason: `plan has been canceled by user`/,
    );
    await workspace.press("U0ALICE", answer, "run-line:0");
    await seen(workspace, "U0ALICE", /only one that has not begun can be cancelled/);
  });

  it.each([
    ["/pool plans prod cancel", /`plans` needs `plan`/],
    ["/pool plans prod cancel P-nothing", /ACK has no plan `P-nothing`/],
    ["/pool plans nowhere", /There is no cluster `nowhere`/],
  ])("%s is explained", async (line, explanation) => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", line);
    await seen(workspace, "U0ALICE", explanation);
    expect(mutations(region.calls())).toEqual([]);
  });
});
