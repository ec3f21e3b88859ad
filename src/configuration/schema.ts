import { hoursToSeconds, isValid, minutesToSeconds, parseISO } from "date-fns";
import * as z from "zod";
import { changeKind } from "../domain/change.ts";
import type { GroupMembers } from "../domain/approver-group.ts";
import { channelId, clusterId, userGroupId, userId } from "../domain/ids.ts";
import { weekdays } from "../domain/cluster.ts";
import type { Label } from "../domain/kubernetes-node.ts";
import { usualRepairLabels } from "../domain/repair-labels.ts";
import { severity, storyKind } from "../domain/watching/news.ts";
import { languages } from "../words/language.ts";

/** `10s`, `5m`, `4h`, `2d`; in seconds. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,5}(s|m|h|d)$/, { error: "has to be a length of time, like 10s, 5m, 4h or 2d" })
  .transform((value) => {
    const count = Number.parseInt(value, 10);
    switch (value.at(-1)) {
      case "d":
        return hoursToSeconds(24 * count);
      case "h":
        return hoursToSeconds(count);
      case "m":
        return minutesToSeconds(count);
      default:
        return count;
    }
  });

/** `2026-11-10T00:00+08:00`; in milliseconds since 1970. */
const moment = z.string().transform((value, context) => {
  const at = parseISO(value);
  if (isValid(at) && /(Z|[+-]\d{2}:?\d{2})$/.test(value)) return at.getTime();
  context.addIssue({ code: "custom", message: "has to be a time with its zone, like 2026-11-10T00:00+08:00" });
  return z.NEVER;
});

const people = z
  .strictObject({ usergroup: userGroupId.optional(), users: z.array(userId).min(1).optional() })
  .transform((value, context): GroupMembers => {
    if (value.usergroup !== undefined && value.users === undefined) {
      return { kind: "usergroup", usergroup: value.usergroup };
    }
    if (value.users !== undefined && value.usergroup === undefined) return { kind: "users", users: value.users };
    context.addIssue({ code: "custom", message: "needs either usergroup (S…) or users ([U…, …])" });
    return z.NEVER;
  });

const name = z.string().min(1).max(80);

/** `09:00`; in minutes after midnight. */
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'has to be a time of day in quotes, like "09:00"' })
  .transform((value) => Number(value.slice(0, 2)) * 60 + Number(value.slice(3)));

/** `+08:00` or `Z`; in minutes ahead of UTC. */
const zone = z
  .string()
  .regex(/^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/, { error: 'has to be a zone, like "+08:00" or Z' })
  .transform((value) => {
    if (value === "Z") return 0;
    const minutes = Number(value.slice(1, 3)) * 60 + Number(value.slice(4));
    return value.startsWith("-") ? -minutes : minutes;
  });

/** `alibabacloud.com/node-needrepair=Inquiring` */
const labelText = z.string().transform((value, context): Label => {
  const [, key, text] = /^([\w./-]{1,316})=([\w.-]{1,63})$/.exec(value) ?? [];
  if (key !== undefined && text !== undefined) return { key, value: text };
  context.addIssue({ code: "custom", message: "has to be a label with its value, like example.com/key=value" });
  return z.NEVER;
});

const moreApprovals = z
  .strictObject({
    add: z.int().min(1).max(20),
    share_above: z.number().min(0).max(100).optional(),
    disk_replaced: z.literal(true).optional(),
    frozen: z.literal(true).optional(),
    changed_within: duration.optional(),
  })
  .refine((more) => Object.keys(more).length > 1, {
    error: "needs a condition: share_above, disk_replaced, frozen or changed_within",
  });

/** Hours of the week; without days: of every day. */
const hours = z.strictObject({
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .default([...weekdays]),
  from: timeOfDay,
  to: timeOfDay,
  zone,
});

/** What a channel is told of; a bare channel is told of everything. */
const notificationRule = z.preprocess(
  (value) => (typeof value === "string" ? { channel: value } : value),
  z.strictObject({
    channel: channelId,
    clusters: z.array(z.string()).min(1).optional(),
    pools: z.array(z.string()).min(1).optional(),
    kinds: z.array(storyKind).min(1).optional(),
    severity: severity.default("info"),
    quiet_hours: hours.optional(),
  }),
);

/** The configuration file, as it is written. */
export const configurationFile = z.strictObject({
  language: z.enum(languages).default("en"),
  clusters: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[^\s/"']{1,63}$/, { error: "has to be a name without spaces, quotes and slashes" }),
        id: clusterId,
        region: z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/, { error: "has to be a region ID, like cn-hangzhou" }),
      }),
    )
    .default([]),
  regions: z.array(z.string()).default([]),
  channels: z
    .strictObject({
      approvals: channelId.optional(),
      notifications: z.array(notificationRule).default([]),
      /** Whom news call that need somebody; left out: the default approvers. */
      mention: userGroupId.optional(),
      allowed: z.array(channelId).min(1).optional(),
      audit: channelId.optional(),
    })
    .default({ notifications: [] }),
  approvers: z.record(name, people).refine((groups) => "default" in groups, {
    error: "needs a group called default: who signs off where no policy says",
  }),
  requesters: people.optional(),
  policies: z
    .array(
      z.strictObject({
        name,
        match: z
          .strictObject({
            clusters: z.array(z.string()).min(1).optional(),
            pools: z.array(z.string()).min(1).optional(),
            changes: z.array(changeKind).min(1).optional(),
            max_delta: z.int().min(1).optional(),
            managed: z.boolean().optional(),
            labels: z.record(z.string(), z.string()).default({}),
            hours: hours.optional(),
            requesters: z.array(name).min(1).optional(),
          })
          .default({ labels: {} }),
        require: z.strictObject({
          approvals: z.int().min(0).max(20),
          from: z.array(name).default([]),
          each_of: z.array(name).default([]),
          rejections: z.int().min(1).max(20).default(1),
          self_approval: z.boolean().default(false),
          second_person: z.boolean().default(false),
          window: z.boolean().default(false),
          veto: duration.optional(),
          escalate_to: name.optional(),
          break_glass: z.strictObject({ from: z.array(name).min(1) }).optional(),
          more: z.array(moreApprovals).default([]),
          expires_in: duration.optional(),
          reason: z.boolean().default(false),
        }),
      }),
    )
    .default([]),
  step_up: z.strictObject({ changes: z.array(changeKind).min(1) }).optional(),
  freezes: z
    .array(
      z
        .strictObject({
          name,
          from: moment,
          to: moment,
          clusters: z.array(z.string()).min(1).optional(),
          pools: z.array(z.string()).min(1).optional(),
          allow: z.array(changeKind).default([]),
        })
        .refine((freeze) => freeze.from < freeze.to, { path: ["to"], error: "has to be after from" }),
    )
    .default([]),
  initiatives: z
    .strictObject({
      interval: duration.default(60),
      plan_margin: duration.default(minutesToSeconds(30)),
      unseen_after: duration.default(minutesToSeconds(6)),
      inquiring_label: labelText.default(usualRepairLabels.inquiring),
      approved_label: labelText.default(usualRepairLabels.approved),
    })
    .prefault({}),
  kubernetes: z
    .strictObject({
      kubeconfigs: z.record(z.string(), z.string().min(1)).default({}),
      fetch: z.boolean().default(true),
      network: z.enum(["internet", "private"]).default("internet"),
    })
    .prefault({}),
  tracking: z
    .strictObject({
      poll_interval: duration.default(10),
      take_over_after: duration
        .refine((seconds) => seconds >= 2, {
          error: "has to be 2s or more: replicas renew their leases three times in it",
        })
        .default(10),
    })
    .default({ poll_interval: 10, take_over_after: 10 }),
});
export type ConfigurationFile = z.infer<typeof configurationFile>;
