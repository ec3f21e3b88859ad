import { code, type Text, text, words } from "../../domain/text.ts";
import { changeReach } from "../../domain/watching/settings.ts";
import { lastOf, placeOf, type Story } from "../../domain/watching/story.ts";
import { explainCloudError } from "./cloud-errors.ts";

/** What it means for workloads, and what, if anything, somebody should do. */
export function newsAdvice(story: Story, slash: string): { readonly meaning: Text; readonly next: Text | null } {
  const { news } = lastOf(story);
  const place = placeOf(story);
  const look = (verb: string): Text => [
    code(story.pool === null ? `${slash} list ${story.cluster.name}` : `${slash} ${verb} ${place}`),
  ];
  switch (news.kind) {
    case "plan-made":
    case "plan-soon":
      return {
        meaning: story.pool === null ? controlPlane : batches,
        next: text`如时间合适，无需处理。${code(`${slash} plans ${story.cluster.name}`)} 列出 ACK 的计划，也可以取消。`,
      };
    case "plan-cancelled":
      return { meaning: words("未做任何变更，ACK 会重新安排。"), next: null };
    case "plan-refused":
      return {
        meaning: words("未做任何变更，节点池照常运行。"),
        next: text`请解决检查发现的问题，然后手动升级，或等待 ACK 的下一次计划。${look("activity")} 查看详情。`,
      };
    case "started":
    case "batch":
    case "resumed":
      return { meaning: story.pool === null ? controlPlane : batches, next: null };
    case "paused":
      return {
        meaning: words("部分节点已更新，部分未更新，都在服务。ACK 会清理暂停满 15 天的任务。"),
        next: words("请检查已更新节点上的业务是否正常，然后在 ACK 控制台继续或取消任务。"),
      };
    case "finished":
      if (news.failed.length === 0) return { meaning: words("业务在节点池上照常运行。"), next: null };
      return {
        meaning: words("失败的节点可能不可调度或未就绪，其余节点正常服务。"),
        next: text`请用 ${look("nodes")} 查看，然后修复或替换这些节点。`,
      };
    case "failed": {
      const known = explainCloudError(news.code, news.detail);
      return {
        meaning:
          known === null
            ? words("已完成的保持不变：部分节点可能已变更、不可调度或未就绪。")
            : text`原因：${known.cause}。已完成的保持不变。`,
        next: text`${known === null ? [] : known.next}${look("nodes")} 查看哪些节点异常。`,
      };
    }
    case "cancelled":
      return { meaning: words("已完成的节点保持不变，其余节点未受影响。"), next: null };
    case "lost":
      return {
        meaning: words("任务可能已成功，也可能未成功。"),
        next: text`${look("show")} 查看节点池的现状。`,
      };
    case "resizing":
      return {
        meaning:
          news.to > news.from
            ? words("会新增节点，运行中的业务不受影响。")
            : words("会移除节点：其上的 Pod 先排水，再在其他有余量的节点上启动。"),
        next: news.by === "autoscaling" ? null : stale,
      };
    case "resized":
      return { meaning: words("节点池已达到期望节点数。"), next: null };
    case "repairing":
      return { meaning: words("修复中的节点上的 Pod 会在其他节点上重新启动。"), next: null };
    case "repaired":
      return { meaning: words("这些节点已恢复调度。"), next: null };
    case "not-repaired":
      return {
        meaning: words("ACK 不会自动重试；在它恢复之前，也不会修复该节点池的其他节点。"),
        next: text`请用 ${look("nodes")} 查看节点，并替换无法恢复的节点。`,
      };
    case "creating":
      return { meaning: words("不影响任何业务。"), next: null };
    case "created":
      return { meaning: words("选择该节点池的业务可以调度上来。"), next: null };
    case "creation-failed":
      return {
        meaning: words("不影响任何业务，但该节点池不可用。"),
        next: text`${look("activity")} 查看原因。请删除后重新创建。`,
      };
    case "deleting":
      return {
        meaning: words("其节点上的 Pod 会先排水，再在其他有余量的节点上启动。"),
        next: words("如非预期，请立即在 ACK 控制台处理。"),
      };
    case "deleted":
      return { meaning: words("选择该节点池的业务将没有可用节点。"), next: null };
    case "deletion-failed":
      return {
        meaning: words("部分节点可能已被移除。"),
        next: text`${look("activity")} 查看原因。请在节点全部移除后再次删除。`,
      };
    case "degraded":
      return {
        meaning: words("这些节点上的 Pod 可能中断或正在迁移，其他节点的余量减少。"),
        next: text`${look("nodes")} 查看异常的节点，${look("repair")} 申请修复。`,
      };
    case "well":
      return { meaning: words("节点池的所有节点均可调度业务。"), next: null };
    case "changed":
      return {
        meaning: words(reaches[changeReach(news)]),
        next: stale,
      };
    case "cve-found":
      return {
        meaning: words("业务继续运行，但在修复之前，节点可能遭到攻击。"),
        next: text`${look("cve")} 查看详情，也可以申请修复。`,
      };
    case "cve-fixed":
      return { meaning: words("不影响业务，无需处理。"), next: null };
    case "alert":
      return {
        meaning: words("ACK 对托管节点池的运维未成功，节点可能不可调度或未就绪。"),
        next: text`${explainCloudError(news.rule, null)?.next ?? []}${look("activity")} 查看任务。`,
      };
  }
}

const reaches = {
  "all-nodes": "也会作用于现有节点。运行中的 Pod 不受影响，除非被新的污点驱逐。",
  "new-nodes": "仅作用于新增节点，现有节点及其上的业务不变。",
  pool: "现有节点不变；此后节点池的自动伸缩、自愈和升级方式可能不同。",
  mixed: "节点标签、污点和 ECS 标签会作用于现有节点，其余配置仅作用于新增节点。",
} as const;
const controlPlane = words("节点和 Pod 不受影响，API Server 可能短暂不可用。");
const batches = words("节点分批处理：每个节点先排水，其上的 Pod 会在其他节点上重新启动，长连接会中断。");
const stale = words("如果知情，无需处理。基于原状态、正在等待审批的申请已失效。");
