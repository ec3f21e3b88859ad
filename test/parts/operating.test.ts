import { describe, expect, it } from "vitest";
import type { Node } from "../../src/sandbox/ack/node.ts";
import type { Region } from "../../src/sandbox/ack/region.ts";
import type { PageMessage } from "../../src/sandbox/page-protocol.ts";
import type { Workspace } from "../../src/sandbox/slack/options.ts";
import { cardIn, seen, startBot } from "../support/running-bot.ts";

const mutations = (calls: readonly { readonly method: string; readonly action: string }[]): readonly string[] =>
  calls.filter(({ method }) => method !== "GET").map(({ action }) => action);

/** The nodes of a pool as the cloud has them. */
function nodesOf(region: Region, pool: string): readonly Node[] {
  return [...region.state.clusters.values()]
    .flatMap(({ pools }) => [...pools.values()])
    .filter(({ document }) => JSON.stringify(document["nodepool_info"]).includes(`"${pool}"`))
    .flatMap(({ nodes }) => nodes);
}

/** Alice asks, Bob approves. */
async function askAndApprove(workspace: Workspace, line: string, title: RegExp): Promise<PageMessage> {
  await workspace.type("U0ALICE", "C0OPS", line);
  const card = await cardIn(workspace, "C0OPS", title);
  await workspace.press("U0BOB", card, "approve");
  return card;
}

describe("an upgrade that pauses after its batches", () => {
  it("shows what the batch came to, and goes on only by an approver who did not ask", async () => {
    const { workspace, region } = await startBot({ speed: 1200 });
    await askAndApprove(workspace, "/pool upgrade prod-pool --batch 2 --pause first", /Upgrade prod\/prod-pool/);
    const card = await seen(
      workspace,
      "U0DAVE",
      /Paused[^]*1 of 3 nodes done, 0 failed, [\d]+ \w+ for each node[^]*Go ahead/,
      20_000,
    );
    await workspace.press("U0ALICE", card, "resume");
    await seen(workspace, "U0ALICE", /the go-ahead after a batch has to come from an approver/);
    await workspace.press("U0ERIN", card, "resume");
    await seen(workspace, "U0ERIN", /does not count/);
    expect(mutations(region.calls())).toEqual(["UpgradeClusterNodepool"]);
    await workspace.press("U0CAROL", card, "resume");
    await seen(workspace, "U0DAVE", /Go-ahead by <@U0CAROL>/);
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 20_000);
    expect(mutations(region.calls())).toEqual(["UpgradeClusterNodepool", "ResumeTask"]);
    // People decide on what it shows: not for a moment may it say that nothing was done.
    const paused = workspace.webApiCalls("chat.update").filter(({ args }) => JSON.stringify(args).includes("Paused"));
    expect(paused.length).toBeGreaterThan(0);
    expect(paused.filter(({ args }) => JSON.stringify(args).includes("*0* of 3 nodes"))).toEqual([]);
  });

  it("is cancelled by who asked, and tells what was done", async () => {
    const { workspace, region } = await startBot({ speed: 1200 });
    const card = await askAndApprove(workspace, "/pool upgrade prod-pool --pause every", /Upgrade prod\/prod-pool/);
    await seen(workspace, "U0DAVE", /Paused/, 20_000);
    const id = /op-\w{4}/.exec(JSON.stringify(card.blocks))?.[0] ?? "";
    await workspace.type("U0ALICE", "C0OPS", `/pool cancel ${id}`);
    await seen(workspace, "U0DAVE", /Cancelled\* with 1 of 3 nodes done/, 20_000);
    expect(mutations(region.calls())).toEqual(["UpgradeClusterNodepool", "CancelTask"]);
  });
});

describe("what runs", () => {
  it("is held and goes on by its buttons, whoever may ask or sign off", async () => {
    const { workspace, region } = await startBot({ speed: 300 });
    await askAndApprove(workspace, "/pool upgrade prod-pool --batch 1", /Upgrade prod\/prod-pool/);
    const card = await cardIn(workspace, "C0OPS", /🔄 \*Running/);
    await workspace.press("U0ALICE", card, "pause");
    const paused = await seen(workspace, "U0DAVE", /Paused[^]*waits until somebody goes on/, 20_000);
    await workspace.press("U0ALICE", paused, "resume");
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 20_000);
    expect(mutations(region.calls())).toEqual(["UpgradeClusterNodepool", "PauseTask", "ResumeTask"]);
  });

  it("in one go takes no pause, and says so", async () => {
    const { workspace, region } = await startBot({ speed: 30 });
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    const card = await cardIn(workspace, "C0OPS", /🔄 \*Running/);
    const id = /op-\w{4}/.exec(JSON.stringify(card.blocks))?.[0] ?? "";
    await workspace.type("U0ALICE", "C0OPS", `/pool pause ${id}`);
    await seen(workspace, "U0ALICE", /ACK runs .* in one go/);
    await workspace.type("U0ALICE", "C0OPS", `/pool withdraw ${id}`);
    await seen(workspace, "U0ALICE", /cannot be withdrawn any more/);
    expect(mutations(region.calls())).toEqual(["ModifyClusterNodePool"]);
  });

  it("tells when ACK does not take a wish", async () => {
    const { workspace, region } = await startBot({ speed: 60 });
    await askAndApprove(workspace, "/pool upgrade prod-pool --batch 1", /Upgrade prod\/prod-pool/);
    const card = await cardIn(workspace, "C0OPS", /🔄 \*Running/);
    region.setFault({ kind: "error", action: "PauseTask", status: 400, code: "TaskOperationNotSupported" }, true);
    await workspace.press("U0BOB", card, "pause");
    await seen(workspace, "U0DAVE", /ACK did not take it .*TaskOperationNotSupported/);
    await cardIn(workspace, "C0OPS", /🔄 \*Running/);
  });
});

describe("a repair", () => {
  it("takes the nodes that are not ready, and says when there is none", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool repair prod-pool");
    await seen(workspace, "U0ALICE", /Every node of `prod-pool` is ready/);
    const [node] = nodesOf(region, "prod-pool");
    await askAndApprove(
      workspace,
      `/pool repair prod-pool ${node?.name ?? "?"} --restart kubelet`,
      /Repair prod\/prod-pool/,
    );
    await seen(workspace, "U0ALICE", /Done.*1 node repaired/, 20_000);
    expect(region.calls().find(({ method }) => method === "POST")?.body).toEqual({
      nodes: [node?.name],
      operations: [{ operation_id: "restart.kubelet", args: [] }],
    });
  });
});

describe("a removal", () => {
  it("names the nodes and what becomes of them, and the pool is smaller by them", async () => {
    const { workspace, region } = await startBot();
    const [first, second] = nodesOf(region, "prod-pool");
    await workspace.type("U0ALICE", "C0OPS", "/pool remove prod-pool nobody");
    await seen(workspace, "U0ALICE", /has no node `nobody`/);
    await askAndApprove(
      workspace,
      `/pool remove prod-pool ${first?.name ?? "?"} ${second?.instanceId ?? "?"} --drain --release`,
      /Remove nodes of prod\/prod-pool/,
    );
    await seen(workspace, "U0ALICE", /Done.*2 nodes removed/, 20_000);
    expect(region.pageCloud().clusters[0]?.pools[1]).toMatchObject({ desiredSize: 1, totalNodes: 1 });
  });
});

describe("a deletion", () => {
  it("wants the name once more, refuses what has nodes, and spares the default pool", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool delete gpu-pool");
    await workspace.waitFor(() => workspace.state("U0ALICE").views.at(-1), "the form that asks for the name");
    await workspace.type("U0ALICE", "C0OPS", "/pool delete gpu-pool gpu-poll --force");
    await seen(workspace, "U0ALICE", /its name has to be typed once more/);
    await workspace.type("U0ALICE", "C0OPS", "/pool delete gpu-pool gpu-pool");
    await seen(workspace, "U0ALICE", /still has \d+ nodes?/);
    await workspace.type("U0ALICE", "C0OPS", "/pool delete prod/default-nodepool default-nodepool --force");
    await seen(workspace, "U0ALICE", /is the default node pool/);
    expect(mutations(region.calls())).toEqual([]);
  });

  it("with its nodes goes to the end, and the pool is gone", async () => {
    const { workspace, region } = await startBot();
    await askAndApprove(workspace, "/pool delete gpu-pool gpu-pool --force", /Delete prod\/gpu-pool/);
    await seen(workspace, "U0ALICE", /Done.*the pool is gone/, 25_000);
    expect(region.pageCloud().clusters[0]?.pools.map(({ name }) => name)).not.toContain("gpu-pool");
  });
});

describe("a maintenance window", () => {
  it("is shown, set in any zone, and switched off", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool window prod");
    await seen(workspace, "U0ALICE", /Thursday from 03:00 UTC for 3 h/);
    await workspace.type("U0ALICE", "C0OPS", "/pool window prod set --days Tue,Thu --start 03:00");
    await seen(workspace, "U0ALICE", /a time with its zone/);
    // Three in the morning in Hangzhou is the evening before in UTC.
    await askAndApprove(
      workspace,
      "/pool window prod set --days Tue,Thu --start 03:00+08:00 --hours 4",
      /Maintenance window of prod/,
    );
    await seen(workspace, "U0ALICE", /Done.*the window is set/, 20_000);
    expect(region.calls().find(({ method }) => method === "PUT")?.body).toEqual({
      maintenance_window: {
        enable: true,
        maintenance_time: "19:00:00Z",
        duration: "4h",
        weekly_period: "Monday,Wednesday",
        recurrence: "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,WE",
      },
    });
    await askAndApprove(workspace, "/pool window prod off", /Maintenance window of prod[^]*none/);
    await seen(workspace, "U0ALICE", /Done.*there is no window any more/, 20_000);
  });
});
