import * as z from "zod";
import type { ClusterEvent, OperationPlan, Vulnerability, VulnerabilityReport } from "../domain/cloud.ts";
import { clusterId } from "../domain/ids.ts";
import { moment, name, names, on } from "./wire-fields.ts";

/** ACK: ListOperationPlansForRegion. The older list writes states in lower and types in other words. */
export const wirePlans = z.object({
  plans: z
    .array(
      z.object({
        plan_id: z.string(),
        cluster_id: clusterId,
        start_time: moment,
        end_time: moment,
        state: name,
        state_reason: z.object({ code: name, message: name }).nullish(),
        type: name,
        target_type: name,
        target_id: name,
        task_id: name,
      }),
    )
    .nullish(),
});

export function toPlans({ plans }: z.infer<typeof wirePlans>): readonly OperationPlan[] {
  return (plans ?? []).map((plan) => ({
    id: plan.plan_id,
    cluster: plan.cluster_id,
    type: (plan.type ?? "unknown").toUpperCase(),
    state: (plan.state ?? "unknown").toLowerCase(),
    reason: plan.state_reason?.message ?? plan.state_reason?.code ?? null,
    targetType: plan.target_type,
    targetId: plan.target_id,
    startsAt: plan.start_time,
    endsAt: plan.end_time,
    taskId: plan.task_id,
  }));
}

/** ACK: DescribeNodePoolVuls, which lists by node. */
export const wireVulnerabilities = z.object({
  vul_records: z
    .array(
      z.object({
        node_name: name,
        instance_id: name,
        vul_list: z
          .array(
            z.object({
              name: z.string(),
              alias_name: name,
              cve_list: names,
              necessity: name,
              need_reboot: on,
              package_list: z.array(z.object({ name })).nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
  vuls_fix_service_purchased: z.boolean().nullish(),
});

/** By vulnerability, which is how people decide about them. */
export function toVulnerabilities({
  vul_records: records,
  vuls_fix_service_purchased: bought,
}: z.infer<typeof wireVulnerabilities>): VulnerabilityReport {
  const byName = new Map<string, Vulnerability>();
  for (const { node_name: node, instance_id: instance, vul_list: found } of records ?? []) {
    for (const each of found ?? []) {
      const known = byName.get(each.name);
      byName.set(each.name, {
        name: each.name,
        alias: each.alias_name,
        cves: each.cve_list,
        necessity: each.necessity ?? "unknown",
        needsReboot: each.need_reboot,
        packages: (each.package_list ?? []).flatMap((one) => one.name ?? []),
        nodes: [...(known?.nodes ?? []), node ?? instance ?? "?"],
      });
    }
  }
  return { found: [...byName.values()], fixServiceBought: bought ?? null };
}

/** ACK: DescribeClusterEvents, DescribeEventsForRegion. */
export const wireEvents = z.object({
  events: z
    .array(
      z.object({
        event_id: z.string(),
        cluster_id: clusterId.nullish(),
        type: name,
        subject: name,
        time: moment,
        data: z.object({ level: name, reason: name, message: name }).nullish(),
      }),
    )
    .nullish(),
});

export function toEvents({ events }: z.infer<typeof wireEvents>): readonly ClusterEvent[] {
  return (events ?? []).map((event) => ({
    id: event.event_id,
    cluster: event.cluster_id ?? null,
    type: event.type ?? "unknown",
    level: event.data?.level ?? "info",
    subject: event.subject,
    reason: event.data?.reason ?? null,
    message: event.data?.message ?? null,
    at: event.time,
  }));
}
