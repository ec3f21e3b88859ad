import { describe, expect, it } from "vitest";
import type { PageMessage } from "../../src/sandbox/page-protocol.ts";
import type { NewPlan } from "../../src/sandbox/ack/region.ts";
import { type Stage, startBot, type StageOptions } from "../support/running-bot.ts";

const prod = "c61da77e8bfbc4c4c999af2b51b65";
const speed = 300;
const news = "C0TEAM";
const decisions = "C0OPS";

const own = (more = ""): StageOptions => ({
  speed,
  configuration: `channels: { approvals: ${decisions}, notifications: [${news}] }
initiatives: { interval: 1s, plan_margin: 2s, unseen_after: 1s }
${more}`,
});
const holding = `policies:
  - { name: plans wait, match: { pools: [prod-pool], changes: [automated-plan] }, require: { approvals: 1 } }
`;

const called = ({ region }: Stage, action: string): readonly { readonly status: number }[] =>
  region.calls().filter((call) => call.action === action);
const mutations = ({ region }: Stage): readonly string[] =>
  region
    .calls()
    .filter(({ method }) => method !== "GET")
    .map(({ action }) => action);

/** Lets the pool that asks before repairs have a broken node; its name. */
function breakNode({ region }: Stage): string {
  region.setFault({ kind: "break-node", pool: "gpu-pool" }, true);
  return gpuNodes({ region }).find(({ life }) => life === "failed")?.name ?? "";
}

function gpuNodes({ region }: Pick<Stage, "region">) {
  const pools = [...(region.state.clusters.get(prod)?.pools.values() ?? [])];
  return pools.find(({ id }) => id.startsWith("npe25633140a"))?.nodes ?? [];
}

/** Has ACK plan something for a pool, to begin in so many seconds of the test. */
function schedule({ region }: Stage, seconds: number, type: NewPlan["type"] = "CVE_FIX"): string {
  const start = new Date(region.state.now + seconds * 1_000 * speed);
  return region.schedulePlan({ cluster: prod, pool: "prod-pool", type, start });
}

/** What somebody does with kubectl: says yes to ACK, past Lifeguard. */
async function labelByHand({ region }: Stage, node: string): Promise<void> {
  const [token = ""] = [...region.state.kubernetesTokens.keys()];
  const answer = await fetch(`http://${region.endpoint}/kubernetes/${prod}/api/v1/nodes/${node}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/merge-patch+json" },
    body: JSON.stringify({ metadata: { labels: { "alibabacloud.com/node-needrepair": "Approved" } } }),
  });
  expect(answer.status).toBe(200);
}

const shown = (message: PageMessage): string => JSON.stringify(message.blocks);

/** The newest card of an operation, by words of its title, once it also shows such words. */
function card({ workspace }: Stage, channel: string, title: RegExp, words: RegExp): Promise<PageMessage> {
  return workspace.waitFor(
    () =>
      workspace
        .messages(channel)
        .findLast((message) => message.threadTs === null && title.test(shown(message)) && words.test(shown(message))),
    `a card ${title} with ${words}`,
    30_000,
  );
}

const cards = ({ workspace }: Stage, channel: string, title: RegExp): readonly PageMessage[] =>
  workspace.messages(channel).filter((message) => message.threadTs === null && title.test(shown(message)));

describe("a node that ACK asks to repair", { timeout: 60_000 }, () => {
  const title = /Repair of node/;

  it("is asked about with its fault and what a repair does, gets the label by sign-off, and is followed until it is well", async () => {
    const stage = await startBot(own());
    const node = breakNode(stage);
    const asked = await card(stage, decisions, title, /Waiting for sign-off/);
    expect(shown(asked)).toContain(node);
    expect(shown(asked)).toMatch(/Ready=False.*NvidiaDeviceLost/);
    expect(shown(asked)).toMatch(/drains the node first, for up to 30 minutes, and goes on even if the drain fails/);
    expect(shown(asked)).toMatch(/alibabacloud.com\/node-needrepair=Approved/);
    expect(shown(asked)).toMatch(/ACK itself/);
    expect(shown(asked)).toMatch(/1 approval by .*S0SRE/);
    expect(shown(asked)).not.toMatch(/Withdraw/);
    expect(mutations(stage)).toEqual([]);
    await stage.workspace.press("U0BOB", asked, "approve");
    await card(stage, decisions, title, /Done.*the node is healthy again/);
    expect(mutations(stage)).toEqual(["patchNode"]);
    expect(gpuNodes(stage).every(({ life }) => life === "running")).toBe(true);
    expect(cards(stage, decisions, title)).toHaveLength(1);
  });

  it("stays as it is when people say no, and is not asked about again, over a restart neither", async () => {
    const stage = await startBot(own());
    breakNode(stage);
    const asked = await card(stage, decisions, title, /Waiting for sign-off/);
    await stage.restart();
    await stage.workspace.press("U0BOB", asked, "reject");
    const form = await stage.workspace.waitFor(() => stage.workspace.state("U0BOB").views.at(-1), "the form", 10_000);
    await stage.workspace.submit("U0BOB", form.id, {
      reason: { reason: { type: "plain_text_input", value: "evidence" } },
    });
    const rejected = await card(stage, decisions, title, /Rejected/);
    expect(shown(rejected)).toMatch(/the node takes no new pods, and ACK does not repair it.*kubectl label node/);
    await stage.restart();
    const looks = called(stage, "listNode").length;
    await stage.workspace.waitFor(() => called(stage, "listNode").length > looks + 1 || null, "two more looks", 20_000);
    expect(cards(stage, decisions, title)).toHaveLength(1);
    expect(mutations(stage)).toEqual([]);
  });

  it("is not asked about any more once the permission came from elsewhere", async () => {
    const stage = await startBot(own());
    const node = breakNode(stage);
    const asked = await card(stage, decisions, title, /Waiting for sign-off/);
    await labelByHand(stage, node);
    await card(stage, decisions, title, /Out of date.*(permission elsewhere|does not ask any more)/);
    await stage.workspace.press("U0BOB", asked, "approve");
    expect(called(stage, "patchNode")).toHaveLength(1);
  });

  it("is asked about with a command to run where the cluster's API does not let Lifeguard in", async () => {
    const stage = await startBot(own());
    stage.region.setFault({ kind: "error", action: "listNode", status: 403, code: "Forbidden" }, true);
    const node = breakNode(stage);
    const asked = await card(stage, decisions, title, /Waiting for sign-off/);
    const command = `kubectl label node ${node} alibabacloud.com/node-needrepair=Approved --overwrite`;
    expect(shown(asked)).toContain(command);
    expect(shown(asked)).toMatch(/cannot reach this cluster's Kubernetes API/);
    await stage.workspace.press("U0BOB", asked, "approve");
    await card(stage, decisions, title, /Running.*Now somebody has to run/);
    expect(mutations(stage)).toEqual([]);
    await labelByHand(stage, node);
    await card(stage, decisions, title, /Done.*the node is healthy again/);
  });

  it("is asked about by the labels of its pool's own auto repair policy", async () => {
    const stage = await startBot(own());
    const label = (value: string) => ({ key: "k8s.aliyun.com/incident", value });
    const intervention = { enable: true, inquiring_label: label("inquiring"), approved_label: label("approved") };
    const policy = {
      name: "careful",
      rules: [{ repair_procedure: [{ intervention: { type: "label", ...intervention } }] }],
    };
    stage.region.state.clusters.get(prod)?.repairPolicies.set("r-1", policy);
    stage.region.changePool("gpu-pool", { management: { auto_repair_policy: { auto_repair_policy_id: "r-1" } } });
    breakNode(stage);
    const asked = await card(stage, decisions, title, /Waiting for sign-off.*k8s.aliyun.com\/incident=approved/);
    await stage.workspace.press("U0BOB", asked, "approve");
    await card(stage, decisions, title, /Done.*the node is healthy again/);
  });

  it("gets a card that tells what to do by hand where the label cannot be set", async () => {
    const stage = await startBot(own());
    stage.region.setFault({ kind: "error", action: "patchNode", status: 403, code: "Forbidden" }, true);
    breakNode(stage);
    const asked = await card(stage, decisions, title, /Waiting for sign-off/);
    await stage.workspace.press("U0BOB", asked, "approve");
    await card(stage, decisions, title, /Failed.*To give the permission by hand, run `kubectl label node/);
    expect(called(stage, "patchNode")).toHaveLength(1);
  });
});

describe("a plan of ACK's own", { timeout: 60_000 }, () => {
  const title = /ACK's plan for prod\/prod-pool/;

  it("is told before it begins, with what it does and when, and followed to its end", async () => {
    const stage = await startBot(own());
    await card(stage, news, title, /Planned by ACK/);
    schedule(stage, 5);
    const told = await card(stage, news, title, /Planned by ACK.*a fix of vulnerabilities/);
    expect(shown(told)).toMatch(/nobody has to do anything; ACK begins it by itself/);
    expect(shown(told)).not.toMatch(/"Approve"/);
    await card(stage, news, title, /Done.*ACK has carried its plan out/);
    expect(mutations(stage)).toEqual([]);
  });

  it("that is held is cancelled by rule when nobody signs it off in time", async () => {
    const stage = await startBot(own(holding));
    const plan = schedule(stage, 8);
    const held = await card(stage, decisions, title, new RegExp(`Waiting for sign-off.*${plan}`));
    expect(shown(held)).toMatch(/Without sign-off by .* Lifeguard cancels this plan/);
    const cancelled = await card(stage, decisions, /Cancel a plan of prod/, /Done.*the plan is cancelled/);
    expect(shown(cancelled)).toMatch(/nobody signed .* off in time/);
    expect(shown(cancelled)).toMatch(/Lifeguard itself, by rule/);
    expect(shown(cancelled)).toMatch(/No sign-off needed, by the policy `plans wait`/);
    expect(mutations(stage)).toEqual(["CancelOperationPlan"]);
  });

  it("is cancelled once by rule, also where ACK's answer is lost", async () => {
    const stage = await startBot(own(holding));
    stage.region.setFault({ kind: "lose-answer", action: "CancelOperationPlan" }, true);
    schedule(stage, 2);
    const cancelled = await card(stage, decisions, /Cancel a plan of prod/, /Done.*the plan is cancelled/);
    expect(shown(cancelled)).toMatch(/too late for anybody to sign it off/);
    expect(called(stage, "CancelOperationPlan")).toHaveLength(1);
  });

  it("that is held and signed off runs at its time", async () => {
    const stage = await startBot(own(holding));
    const plan = schedule(stage, 10);
    const held = await card(stage, decisions, title, new RegExp(`Waiting for sign-off.*${plan}`));
    await stage.workspace.press("U0BOB", held, "approve");
    await card(stage, decisions, title, new RegExp(`signed off; ACK begins it by itself.*${plan}`));
    await stage.restart();
    await card(stage, decisions, title, new RegExp(`ACK has carried its plan out.*${plan}`));
    expect(mutations(stage)).toEqual([]);
  });

  it("that would begin in a freeze is cancelled at once, and says so", async () => {
    const from = new Date(Date.now() - 60_000).toISOString();
    const to = new Date(Date.now() + 3_600_000).toISOString();
    const freeze = `freezes: [{ name: Double Eleven, from: "${from}", to: "${to}" }]`;
    const stage = await startBot(own(`${holding}${freeze}\n`));
    schedule(stage, 30);
    const cancelled = await card(stage, decisions, /Cancel a plan of prod/, /Done.*the plan is cancelled/);
    expect(shown(cancelled)).toMatch(/it would begin within the change freeze `Double Eleven`/);
    expect(cards(stage, decisions, title)).toEqual([]);
  });

  it("that ACK does not let be cancelled is told to run without sign-off", async () => {
    const stage = await startBot(own(holding));
    const fault = {
      kind: "error",
      action: "CancelOperationPlan",
      status: 400,
      code: "OperationPlanNotCancelable",
    } as const;
    stage.region.setFault(fault, true);
    const plan = schedule(stage, 6);
    await card(stage, decisions, title, new RegExp(`Expired.*Lifeguard has ACK cancel the plan.*${plan}`));
    // Which of the two is shown first is up to Slack, and the second says so only while the plan runs.
    await Promise.all([
      card(
        stage,
        decisions,
        /Cancel a plan of prod/,
        new RegExp(`ACK refused the call.*tries again every ten minutes.*${plan}`),
      ),
      card(stage, news, title, new RegExp(`${plan}.*ACK began it without the sign-off`)),
    ]);
    await card(stage, news, title, new RegExp(`ACK has carried its plan out.*${plan}`));
    expect(called(stage, "CancelOperationPlan")).toHaveLength(1);
  });

  it("that ACK did not make for a pool that Lifeguard sees is left alone", async () => {
    const stage = await startBot(own(holding));
    const start = new Date(stage.region.state.now + 3_600_000);
    const plan = stage.region.schedulePlan({ cluster: prod, type: "CLUSTER_UPGRADE_MASTER", start });
    await card(stage, news, /ACK's plan for prod\/batch-pool/, /Planned by ACK/);
    expect(cards(stage, news, new RegExp(plan))).toEqual([]);
  });
});
