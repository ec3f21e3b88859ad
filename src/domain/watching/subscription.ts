import { minutesToMilliseconds } from "date-fns";
import picomatch from "picomatch";
import * as z from "zod";
import type { Change, ChangeKind } from "../change.ts";
import { poolNameOf } from "../changes/target.ts";
import { weekdays } from "../cluster.ts";
import { type Hours, isWithin } from "../hours.ts";
import { channelId, type ChannelId, instant, type Instant, userId } from "../ids.ts";
import type { Operation } from "../operation.ts";
import { kindOfPlan } from "./plan-kind.ts";
import { severities, severity, type StoryKind, storyKind } from "./news.ts";
import { type Story, weightOfStory } from "./story.ts";

const hours = z.object({
  days: z.array(z.enum(weekdays)).readonly(),
  from: z.int(),
  to: z.int(),
  zone: z.int(),
});

/** What a channel wants to be told of, from the configuration or typed there. */
export const subscription = z.object({
  channel: channelId,
  /** Cluster names; null: every cluster. */
  clusters: z.array(z.string()).readonly().nullable(),
  /** Globs over pool names; null: every pool, and the clusters themselves. */
  pools: z.array(z.string()).readonly().nullable(),
  /** null: every kind. */
  kinds: z.array(storyKind).readonly().nullable(),
  /** The least that is told. */
  severity,
  /** Hours in which only what is critical is told. */
  quiet: hours.nullable(),
  /** What had ended before is not told. */
  since: instant,
  /** Who typed it; null: it stands in the configuration. */
  by: userId.nullable(),
});
export type Subscription = z.infer<typeof subscription>;

/** `prod` or `prod/prod-pool`: the name by which a typed one is taken back. */
export function subscriptionName({ clusters, pools }: Pick<Subscription, "clusters" | "pools">): string {
  const cluster = clusters?.join(",") ?? "*";
  return pools === null ? cluster : `${cluster}/${pools.join(",")}`;
}

function isAbout(
  { clusters, pools, kinds }: Subscription,
  { cluster, pool, kind }: { readonly cluster: string; readonly pool: string | null; readonly kind: StoryKind },
): boolean {
  return (
    (clusters === null || clusters.includes(cluster)) &&
    (pools === null || (pool !== null && picomatch.isMatch(pool, [...pools]))) &&
    (kinds === null || kinds.includes(kind))
  );
}

/** Those of a channel that ask for a story. */
export function askingFor(subscriptions: readonly Subscription[], story: Story): readonly Subscription[] {
  const subject = { cluster: story.cluster.name, pool: story.pool?.name ?? null, kind: story.kind };
  const rank = severities.indexOf(weightOfStory(story).severity);
  return subscriptions.filter(
    (each) =>
      isAbout(each, subject) &&
      rank >= severities.indexOf(each.severity) &&
      story.entries.some(({ noticedAt }) => noticedAt >= each.since),
  );
}

/** Under which kind of story an operation of ours falls; those about plans of ACK's by what is planned. */
const kindOfOthers: Readonly<Record<Exclude<ChangeKind, "automated-plan" | "cancel-plan">, StoryKind>> = {
  "scale-out": "scaling",
  "scale-in": "scaling",
  "remove-nodes": "scaling",
  autoscale: "configuration",
  edit: "configuration",
  manage: "configuration",
  "maintenance-window": "configuration",
  create: "creation",
  clone: "creation",
  delete: "deletion",
  upgrade: "upgrade",
  "cve-fix": "cve",
  repair: "repair",
  "approve-repair": "repair",
};

function kindOfChange(change: Change): StoryKind {
  return change.kind === "automated-plan" || change.kind === "cancel-plan"
    ? kindOfPlan(change.planType)
    : kindOfOthers[change.kind];
}

/** Channels that follow an operation of ours by a line. Quiet hours hold up no line: somebody is awake who asked for it. */
export function followersOf(subscriptions: readonly Subscription[], { plan, state }: Operation): readonly ChannelId[] {
  const { target } = plan.change;
  const subject = { cluster: target.cluster.name, pool: poolNameOf(target), kind: kindOfChange(plan.change) };
  const least = state.stage === "failed" ? "critical" : "info";
  const rank = severities.indexOf(least);
  const following = subscriptions.filter((each) => isAbout(each, subject) && rank >= severities.indexOf(each.severity));
  return [...new Set(following.map(({ channel }) => channel))];
}

/** When quiet hours end, from a moment on; null: they do not hold at it. */
export function quietUntil(quiet: Hours | null, at: Instant): Instant | null {
  if (quiet === null || !isWithin(quiet, at)) return null;
  const minute = minutesToMilliseconds(1);
  const from = Math.floor(at / minute) * minute;
  for (let step = 1; step <= 7 * 1_440; step += 1) {
    const next = from + step * minute;
    if (!isWithin(quiet, next)) return next;
  }
  return from + 7 * 1_440 * minute;
}
