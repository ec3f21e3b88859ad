import { describe, expect, it } from "vitest";
import { faultsInChinese, linesOf, other } from "../support/chinese.ts";
import { cardIn, seen, startBot } from "../support/running-bot.ts";

/** Li Wei has Slack in Chinese, Alice and Bob in English. */
const chinese = "U0LIWEI";

/** Answers and dry runs of every kind. */
const asked = [
  "list",
  "show prod-pool",
  "show default-nodepool",
  "nodes prod-pool",
  "nodes prod-pool --failed",
  "activity prod-pool",
  "cve prod-pool",
  "cve web-pool",
  "plans",
  "history",
  "ops",
  "audit",
  "reviews",
  "freezes",
  "watches",
  "doctor",
  "delegations",
  "whoami",
  "window prod",
  "policy explain prod-pool upgrade",
  "upgrade prod-pool --batch 2 --pause first --dry-run",
  "scale prod-pool 1 --dry-run",
  "autoscale prod-pool on --min 2 --max 9 --dry-run",
  "manage prod-pool --approval-required on --dry-run",
  "edit prod-pool --label team=web --taint a=b:NoExecute --dry-run",
  "clone prod-pool other --dry-run",
  "create prod/new --instance-types ecs.g7.xlarge --vswitches vsw-a --dry-run",
  "delete prod-pool prod-pool --force --dry-run",
  "window prod set --days Tue,Thu --start 03:00Z --dry-run",
  "cve prod-pool fix --restart --dry-run",
  "repair prod-pool cn-hangzhou.10.0.0.14 --dry-run",
  "remove prod-pool cn-hangzhou.10.0.0.14 --drain --dry-run",
];

/** Every text of a message; names of ours that stand in it unmarked are taken out. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key !== "text" || typeof inner !== "string") return textsIn(inner);
    return [
      inner.replaceAll(
        /\b(?:prod|staging)(?:[/-][\w-]+)?|(?<!\/)\b[a-z]\w*(?:\.\w+)+(?:\[\w+\])?|\bLifeguard\b/g,
        other,
      ),
    ];
  });
}

function shown(value: object): string {
  return JSON.stringify(value);
}

describe("somebody whose Slack is in Chinese", () => {
  it("is answered in Chinese alone, while cards keep to the configured language", async () => {
    const { workspace } = await startBot();
    await workspace.type(chinese, "C0OPS", "/pool list");
    const list = await seen(workspace, chinese, /`prod-pool` 已激活/);
    expect(list.ephemeral).toBe(true);
    await workspace.type("U0ALICE", "C0OPS", "/pool list");
    await seen(workspace, "U0ALICE", /`prod-pool` active/);

    await workspace.type(chinese, "C0OPS", "/pool scle prod-pool 3");
    await seen(workspace, chinese, /没有命令 `scle`.*你要找的是 `\/pool scale` 吗？/s);

    await workspace.type(chinese, "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /Upgrade prod\/prod-pool/);
    expect(shown(card)).not.toMatch(/\p{Script=Han}/u);
    await workspace.press(chinese, card, "approve");
    await seen(workspace, chinese, /是你自己申请的，需要由他人审批/);
  });

  it("fills in forms and sees Home in Chinese", async () => {
    const { workspace } = await startBot();
    await workspace.type(chinese, "C0OPS", "/pool scale");
    const form = await workspace.waitFor(() => workspace.state(chinese).views.at(-1), "the form");
    expect(shown(form)).toMatch(/设置节点池的期望节点数.*选择节点池.*原因，审批人会看到/s);
    expect(shown(form)).not.toMatch(/Choose|Why/);

    await workspace.openHome(chinese);
    const known = /没有待你处理的操作，也没有执行中的操作。.*节点池（问题优先）.*个节点池/s;
    const home = await workspace.waitFor(() => {
      const view = shown(workspace.state(chinese).home ?? {});
      return known.test(view) ? view : null;
    }, "Home with its pools");
    expect(home).toMatch(/你可以.*刷新.*我的权限/s);
    expect(home).not.toMatch(/Nothing|serving|Refresh/);
  });

  it("reads good Chinese, whatever they ask for", async () => {
    const { workspace } = await startBot();
    const faults: string[] = [];
    for (const line of asked) {
      const before = workspace.state(chinese).messages.length;
      await workspace.type(chinese, "C0OPS", `/pool ${line}`);
      const answer = await workspace.waitFor(() => workspace.state(chinese).messages[before], line, 10_000);
      const read = textsIn(answer).flatMap(linesOf).flatMap(faultsInChinese);
      faults.push(...read.map((fault) => `${line}: ${fault}`));
    }
    expect(faults).toEqual([]);
  });

  it("shows a channel what it can read: public answers are in the configured language", async () => {
    const { workspace } = await startBot();
    await workspace.type(chinese, "C0OPS", "/pool show prod-pool --public");
    const answer = await seen(workspace, "U0ALICE", /Desired size|desired size/);
    expect(shown(answer)).not.toMatch(/\p{Script=Han}/u);
    await workspace.type(chinese, "C0OPS", '/pool freeze staging 2d "双十一"');
    await seen(workspace, "U0ALICE", /<@U0LIWEI> froze `staging`/);
  });
});

describe("with language: zh-CN", () => {
  it("cards, threads and lines elsewhere are in Chinese, and private answers are not", async () => {
    const { workspace } = await startBot({
      configuration: "language: zh-CN\nchannels: { approvals: C0APPROVALS }",
    });
    await workspace.type("U0ALICE", "C0OPS", '/pool scale prod-pool 2 --reason "quiet"');
    const card = await cardIn(workspace, "C0APPROVALS", /缩容 prod\/prod-pool/);
    expect(shown(card)).toMatch(/待审批.*期望节点数.*对业务的影响.*申请人.*审批要求.*批准.*拒绝.*撤回/s);
    await seen(workspace, "U0ALICE", /waits for sign-off: its card is in/);
    await workspace.press("U0ALICE", card, "approve");
    await seen(workspace, "U0ALICE", /You asked for `op-\w+` yourself/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0APPROVALS", /\*已完成\*[^]*缩容|缩容[^]*\*已完成\*/);
    await workspace.waitFor(
      () =>
        workspace.messages("C0APPROVALS").find(({ threadTs, text }) => threadTs !== null && /✅ 已完成：/.test(text)),
      "the thread's last line",
      10_000,
    );
    await cardIn(workspace, "C0OPS", /缩容[^]* · 已完成。[^]*查看卡片/);
  });
});
