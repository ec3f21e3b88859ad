import type { Warning } from "../../domain/preview.ts";
import { code, dateTime, type Text, text, words } from "../../domain/text.ts";
import { listed } from "./joining.ts";
import { notice } from "./request-problems.ts";

const unmanagedKind = {
  default: "普通的默认节点池",
  "auto-scaling": "普通的自动伸缩节点池",
  custom: "普通节点池",
} as const;

/** What the people who decide should know beside the disruption. */
export function warning(of: Warning): Text {
  switch (of.code) {
    case "default-pool":
      return words("这是默认节点池，系统组件运行在其中。");
    case "above-default-quota":
      return words(`如未提升配额，一个节点池最多 ${of.quota} 个节点，ACK 可能拒绝。`);
    case "below-advised-size":
      return words(`节点少于 ${of.advised} 个时，一次故障就可能中断业务。`);
    case "cloud-picks-nodes":
      return words(`由 ACK 从 ${of.removable} 个可移除的节点中选择，优先移除最新的。`);
    case "hand-added-nodes-stay":
      return text`以下节点为手动添加，缩容不会移除：${listed(of.nodes.map(code))}${words(
        of.count > of.nodes.length ? " ……" : "",
      )}`;
    case "no-way-back":
      return words("升级后无法回退到旧版本。");
    case "nothing-persistent-on-system-disk":
      return words("请确认系统盘上没有需要保留的数据；如有，请先创建快照。");
    case "single-node":
      return words("节点池只有一个节点，处理期间该节点池不提供服务。");
    case "only-new-nodes":
      return words("标有“仅新增节点”的配置不会作用于现有节点，需要扩容或替换节点。");
    case "overwrites-nodes":
      return words("绕过节点池在节点上做的修改会被覆盖，节点自有的标签和污点会保留。");
    case "size-is-set-by-ack":
      return words(
        `关闭自动伸缩后，节点池保持现有的 ${of.size} 个节点，此后由人设置节点数。ACK 不支持在同一次调用中设置节点数；如关闭后没有期望节点数，请在 ACK 控制台设置一次。`,
      );
    case "bounds-act-at-once":
      return words(`节点池现有 ${of.present} 个节点，按此上下限，ACK 会立即增减节点。`);
    case "pool-quota":
      return words(`如未提升配额，一个集群最多 ${of.quota} 个节点池，ACK 可能拒绝。`);
    case "pool-wants-approval":
      return words("该节点池要求修复节点前先获得许可。");
    case "snapshot-first":
      return words("修复无法撤销，请先为磁盘创建快照。");
    case "needs-restart-to-take-effect":
      return words("部分修复需要重启后才生效，而本次不重启。");
    case "fix-service-not-bought":
      return words("ACK 返回：账号未购买云安全中心的漏洞修复服务，可能会拒绝。");
    case "room-elsewhere":
      return words("其他节点需要有足够余量承载迁移的 Pod。");
    case "instances-go-on-costing":
      return words(`${of.count} 台 ECS 实例会保留并继续计费。`);
    case "instances-released":
      return words(`${of.count} 台 ECS 实例会连同其上的数据一起释放。`);
    case "subscription-stays":
      return words(`${of.count} 台实例为包年包月，不会在此释放，只能到期、退款或转换付费类型后释放。`);
    case "subscription-stays-on-deletion":
      return words("包年包月实例不会释放，到期前继续计费。");
    case "no-way-back-from-deletion":
      return words("节点池删除后无法恢复。");
    case "no-window":
      return words("没有维护窗口，ACK 就不会在计划的时间对该集群做自动运维。");
    case "started-work-goes-on":
      return words("窗口内已开始的任务会执行完，即使超出窗口；未开始的等到下一个窗口。");
    case "plan-comes-again":
      return words("只取消这一次计划。对应的功能仍然开启，之后还会安排。");
    case "request-notice":
      return notice(of.notice);
    case "needs-problem-detector":
      return text`集群未安装 ${code("ack-node-problem-detector")} 组件，或不是 ACK Pro 集群时，ACK 会拒绝。`;
    case "auto-upgrade-moves-to-clusters":
      return words("ACK 已公告：2026 年起节点池随集群自动升级，这个开关可能不起作用。");
    case "nothing-upgrades-itself":
      return words("此后该节点池的任何内容都不再自动升级。");
    case "becomes-unmanaged":
      return words(`它会变回${unmanagedKind[of.becomes]}。ACK 停止对它自动运维，相关设置可能丢失。`);
    case "rejection-leaves-node":
      return words("未经批准，ACK 会一直等待，不会修复该节点。");
    case "repair-by-hand":
      return words(
        "Lifeguard 无法访问该集群的 Kubernetes API，看不到 ACK 是否已在请求许可，也无法设置标签。批准后，需要有人执行命令。",
      );
    case "plan-needs-sign-off":
      return of.until === null
        ? words("未经审批，Lifeguard 会取消这个计划。")
        : text`如到 ${dateTime(of.until)} 仍未批准，Lifeguard 会取消这个计划；一旦被拒绝，立即取消。`;
    case "plan-runs-anyway":
      return words("ACK 会自行执行。如不希望执行，请在开始前取消计划。");
    case "plan-in-freeze":
      return text`计划会在变更冻结 ${code(of.freeze)} 期间开始。没有策略拦截时，变更冻结不会阻止 ACK 自己的计划。`;
    case "plan-began-unsigned":
      return words("策略要求先审批，但 ACK 已经开始执行，已开始的计划无法取消。Lifeguard 只跟踪进度。");
    case "stopped-nodes-stay":
      return words("缩容时节点停机而不释放：状态显示为 NotReady，磁盘继续计费，不支持本地盘。");
  }
}
