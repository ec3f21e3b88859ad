import { type CommandContext, defineCommand, type Outcome } from "../src/command-kit/command.ts";
import { lineFrom } from "../src/command-kit/line.ts";
import { choice, cluster, optional, word } from "../src/command-kit/parameters.ts";
import { planCancellation } from "../src/domain/changes/plan-cancellation.ts";
import { type CloudReader, CloudError, ifKnown, type OperationPlan } from "../src/domain/cloud.ts";
import type { ClusterReference } from "../src/domain/cluster.ts";
import { lineButton, list as listed, note, paragraph, type Section } from "../src/domain/document.ts";
import type { Instant } from "../src/domain/ids.ts";
import type { NodePool } from "../src/domain/node-pool.ts";
import type { Refusal } from "../src/domain/refusal.ts";
import { failure, type Result, success } from "../src/domain/result.ts";
import { code, dateTime, join, strong, type Text, text, words } from "../src/domain/text.ts";
import type { Words } from "../src/words/catalogue.ts";
import { counted } from "../src/words/en/plural.ts";

const english = {
  summary: "What ACK has planned to do by itself, and how to cancel it",
  details: [
    words("ACK makes plans at least a day ahead, and carries them out in the cluster's maintenance window."),
    words("Cancelling stops this one plan. The feature behind it stays on, and will plan again."),
  ],
  parameters: {
    cluster: "Only this cluster; needed to cancel",
    action: "cancel, or nothing to look only",
    plan: "The plan's ID",
  },
  title: "ACK's own plans",
  none: "Nothing is planned.",
  what: (state: Text, kind: Text, target: Text): Text => text`${state}: ${kind} for ${target}`,
  from: (at: Instant): Text => text`from ${dateTime(at)}`,
  to: (at: Instant): Text => text`to ${dateTime(at)}`,
  reason: (detail: string): Text => text`reason: ${detail}`,
  task: (id: string): Text => text`task ${code(id)}`,
  clusterItself: "the cluster itself",
  over: "Begun, over or cancelled, newest first",
  more: (count: number): Text => words(`and ${count} more`),
  window: words(
    "What has begun within the maintenance window goes on past its end; what has not begun waits for the next.",
  ),
  cancel: "Cancel this plan",
  unreachable: (error: CloudError): Text => text`⚠️ Could not be read: ${code(error.code)} ${error.detail}`,
  summaryOf: (scheduled: number): Text => words(`${counted(scheduled, "plan is", "plans are")} scheduled.`),
};

type Own = typeof english;

const chinese: Own = {
  summary: "ACK 安排的自动运维计划，以及如何取消",
  details: [
    words("ACK 至少提前一天安排计划，并在集群的维护窗口内执行。"),
    words("取消只影响这一次计划。对应的功能仍然开启，之后还会安排。"),
  ],
  parameters: {
    cluster: "只看该集群；取消时必填",
    action: "cancel 取消；省略则只查看",
    plan: "计划 ID",
  },
  title: "ACK 的运维计划",
  none: "没有计划。",
  what: (state: Text, kind: Text, target: Text): Text => text`${state}：${target}，${kind}`,
  from: (at: Instant): Text => text`${dateTime(at)} 开始`,
  to: (at: Instant): Text => text`${dateTime(at)} 结束`,
  reason: (detail: string): Text => text`原因：${detail}`,
  task: (id: string): Text => text`任务 ${code(id)}`,
  clusterItself: "集群",
  over: "已开始、已结束或已取消，最新的在前",
  more: (count: number): Text => words(`另有 ${count} 个`),
  window: words("维护窗口内已开始的会执行完，即使超出窗口；未开始的等到下一个窗口。"),
  cancel: "取消这个计划",
  unreachable: (error: CloudError): Text => text`⚠️ 无法读取：${code(error.code)} ${error.detail}`,
  summaryOf: (scheduled: number): Text => words(`已安排 ${scheduled} 个计划。`),
};

/** Each scheduled plan takes two of the 50 blocks of a message. */
const most = { scheduled: 18, over: 10 };

/** Plans of a cluster, and the pools that they name by id. */
interface Found {
  readonly cluster: ClusterReference;
  readonly plans: readonly OperationPlan[];
  readonly pools: readonly NodePool[];
}

export const plans = defineCommand({
  verb: "plans",
  topic: "clusters",
  effect: "either",
  arguments: { cluster: optional(cluster()), action: optional(choice(["cancel"])), plan: optional(word()) },
  options: {},
  examples: ["plans", "plans prod", "plans prod cancel P-6f0c1d2e3a4b5c6d7e8f9a0b"],
  words: { en: english, "zh-CN": chinese },
  async run({ arguments: { cluster: only, action, plan } }, context, own) {
    const { cloud, words: shared } = context;
    if (only !== null && action !== null) return cancel(only, plan, context);
    const clusters = only === null ? await cloud.clusters() : [only];
    const found = await Promise.all(clusters.map((each) => plansOf(cloud, each)));
    const readable = found.filter((each) => "plans" in each);
    const scheduled = readable.flatMap(({ plans: all }) => all.filter(isScheduled)).length;
    let number = 0;
    const sections = found.flatMap((each): readonly Section[] => {
      if (!("plans" in each)) return [heading(each.cluster), paragraph(own.unreachable(each.error))];
      const shown = sectionsOf(each, number, own, shared);
      number += each.plans.filter(isScheduled).length;
      return shown;
    });
    const summary = scheduled === 0 ? words(own.none) : own.summaryOf(scheduled);
    const document = { title: own.title, sections: [paragraph(summary), ...sections, note(own.window)], summary };
    return success({ kind: "answer", document });
  },
});

async function cancel(
  reference: ClusterReference,
  id: string | null,
  { cloud }: CommandContext,
): Promise<Result<Outcome, Refusal>> {
  if (id === null) return failure({ code: "missing-argument", verb: "plans", argument: "plan" });
  const [target, found] = await Promise.all([cloud.cluster(reference), plansOf(cloud, reference)]);
  if (!("plans" in found)) throw found.error;
  const plan = found.plans.find((each) => each.id.toLowerCase() === id.toLowerCase());
  if (plan === undefined) return failure({ code: "unknown-plan", typed: id });
  const preview = planCancellation(target, plan, found.pools.find((pool) => pool.id === plan.targetId) ?? null);
  return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
}

/** One cluster that cannot be read must not hide the others. */
async function plansOf(
  cloud: CloudReader,
  reference: ClusterReference,
): Promise<Found | { readonly cluster: ClusterReference; readonly error: CloudError }> {
  try {
    // Without the names of pools, plans are told by ids.
    const [all, pools] = await Promise.all([cloud.plans(reference), ifKnown(cloud.nodePools(reference))]);
    return { cluster: reference, plans: all, pools: pools ?? [] };
  } catch (error) {
    if (error instanceof CloudError) return { cluster: reference, error };
    throw error;
  }
}

const isScheduled = ({ state }: OperationPlan): boolean => state === "scheduled";

const heading = ({ name, region }: ClusterReference): Section => paragraph(text`${strong(name)} ${code(region)}`);

/** @param number of the first button: each in a message has another */
function sectionsOf(found: Found, number: number, own: Own, shared: Words): readonly Section[] {
  const waiting = found.plans.filter(isScheduled).toSorted((one, other) => startOf(one) - startOf(other));
  const over = found.plans.filter((plan) => !isScheduled(plan)).toSorted((one, other) => startOf(other) - startOf(one));
  const line = (plan: OperationPlan): Text => lineOf(plan, targetOf(plan, found, own), own, shared);
  const shown = waiting.slice(0, most.scheduled);
  return [
    heading(found.cluster),
    ...(found.plans.length === 0 ? [note(words(own.none))] : []),
    ...shown.flatMap((plan, index): readonly Section[] => [
      paragraph(line(plan)),
      {
        kind: "buttons",
        buttons: [lineButton(number + index, own.cancel, lineFrom("plans", found.cluster.name, "cancel", plan.id))],
      },
    ]),
    ...(waiting.length > shown.length ? [note(own.more(waiting.length - shown.length))] : []),
    ...(over.length === 0 ? [] : [listed(over.slice(0, most.over).map(line), own.over)]),
  ];
}

function lineOf(plan: OperationPlan, target: Text, own: Own, { operationPlans }: Words): Text {
  return join(
    [
      own.what(operationPlans.planState(plan.state), operationPlans.planKind(plan.type), target),
      ...(plan.startsAt === null ? [] : [own.from(plan.startsAt)]),
      ...(plan.endsAt === null ? [] : [own.to(plan.endsAt)]),
      ...(plan.reason === null ? [] : [own.reason(plan.reason)]),
      ...(plan.taskId === null ? [] : [own.task(plan.taskId)]),
      [code(plan.id)],
    ],
    " · ",
  );
}

function startOf({ startsAt }: OperationPlan): number {
  return startsAt ?? 0;
}

function targetOf({ targetId }: OperationPlan, { cluster: { id, name }, pools }: Found, own: Own): Text {
  if (targetId === null || targetId === id) return words(own.clusterItself);
  const pool = pools.find((each) => each.id === targetId);
  return [code(pool === undefined ? targetId : `${name}/${pool.name}`)];
}
