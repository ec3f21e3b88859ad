import { type CommandContext, defineCommand, type Outcome } from "../src/command-kit/command.ts";
import { lineFrom } from "../src/command-kit/line.ts";
import { choice, cluster, optional, word } from "../src/command-kit/parameters.ts";
import { planCancellation } from "../src/domain/changes/plan-cancellation.ts";
import { type CloudReader, CloudError, ifKnown, type OperationPlan } from "../src/domain/cloud.ts";
import type { ClusterReference } from "../src/domain/cluster.ts";
import { lineButton, list as listed, note, paragraph, type Section } from "../src/domain/document.ts";
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
  line: (plan: OperationPlan, target: Text, { operationPlans }: Words): Text =>
    join(
      [
        text`${operationPlans.planState(plan.state)}: ${operationPlans.planKind(plan.type)} for ${target}`,
        ...(plan.startsAt === null ? [] : [text`from ${dateTime(plan.startsAt)}`]),
        ...(plan.endsAt === null ? [] : [text`to ${dateTime(plan.endsAt)}`]),
        ...(plan.reason === null ? [] : [text`reason: ${plan.reason}`]),
        ...(plan.taskId === null ? [] : [text`task ${code(plan.taskId)}`]),
        [code(plan.id)],
      ],
      " · ",
    ),
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
  words: { en: english },
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
  const line = (plan: OperationPlan): Text => own.line(plan, targetOf(plan, found, own), shared);
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

function startOf({ startsAt }: OperationPlan): number {
  return startsAt ?? 0;
}

function targetOf({ targetId }: OperationPlan, { cluster: { id, name }, pools }: Found, own: Own): Text {
  if (targetId === null || targetId === id) return words(own.clusterItself);
  const pool = pools.find((each) => each.id === targetId);
  return [code(pool === undefined ? targetId : `${name}/${pool.name}`)];
}
