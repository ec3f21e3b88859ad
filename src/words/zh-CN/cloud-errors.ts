import { cloudErrorsIn } from "../cloud-problems.ts";

const ticket = "请向阿里云提交工单，并附上请求 ID。";
const instance = "请到 ECS 控制台查看该实例；如未恢复，请提交工单。";
const roomToDrain = "请检查是否有不允许中断的 PodDisruptionBudget、无法迁移的 Pod，以及其他节点的余量。";
const right = "请按文档为机器人的 RAM 用户或角色授予该调用所需的权限。";

export const { cloudAdvice, explainCloudError } = cloudErrorsIn({
  problems: {
    "pool-busy": { cause: "ACK 正在处理该节点池", next: "节点池正在变更，请等它恢复为已激活。" },
    "scales-itself": {
      cause: "该节点池已开启自动伸缩，不能设置节点数",
      next: "节点池已开启自动伸缩，请调整实例数上下限，而不是期望节点数。",
    },
    "no-problem-detector": {
      cause: "托管能力需要 ack-node-problem-detector 组件，而集群未安装",
      next: "请在集群中安装 ack-node-problem-detector 组件后重试。",
    },
    "name-taken": { cause: "集群中已有同名节点池", next: "请换一个名称。" },
    "no-lifecycle-role": {
      cause: "缺少伸缩所需的服务角色 AliyunOOSLifecycleHook4CSRole",
      next: "请由主账号在 RAM 控制台完成一次 AliyunOOSLifecycleHook4CSRole 授权，链接见 ACK 的返回信息。",
    },
    "no-service-role": { cause: "账号尚未向 ACK 授予所需的服务角色", next: right },
    "no-stock": {
      cause: "节点池所在可用区的该实例规格已售罄",
      next: "请增加有库存的实例规格，或增加其他可用区的交换机；ACK 会继续尝试。",
    },
    "no-addresses": {
      cause: "节点池的某个交换机没有可用的 IP 地址",
      next: "节点池的某个交换机已没有可用 IP，请增加其他可用区的交换机。",
    },
    quota: { cause: "账号的配额已用完", next: "请到配额中心申请提升配额，或释放不用的资源。" },
    "node-quota": { cause: "集群或节点池的节点数已达配额上限", next: "节点配额已用完，请到配额中心申请提升。" },
    "pool-quota": {
      cause: "集群的节点池数已达配额上限",
      next: "请删除不用的节点池，或到配额中心申请提升配额。",
    },
    "no-money": { cause: "账号余额不足，无法创建实例", next: "账号余额不足，请充值。" },
    "still-in-use": { cause: "待删除的资源仍被依赖", next: "请先移除节点池中的节点。" },
    "last-pool": { cause: "集群至少要保留一个节点池", next: "请改为调整其节点数。" },
    "region-silent": {
      cause: "该地域的 ACK 已有一段时间没有应答",
      next: "本次未调用。系统每隔几秒会再次探测该地域，请一分钟后重试。",
    },
    "cluster-not-running": { cause: "集群不在运行中", next: "请等集群恢复为运行中后重试。" },
    "no-such-cluster": { cause: "该地域中没有这个集群", next: "请检查配置中的集群 ID 和地域。" },
    "no-such-pool": { cause: "没有这个节点池", next: "它可能已被删除。" },
    "runs-in-one-go": {
      cause: "ACK 的这个任务是一次性执行的",
      next: "请等它结束；只有升级和漏洞修复是分批执行的，可以在批次之间暂停。",
    },
    "no-right": { cause: "机器人的 RAM 用户或角色缺少权限", next: right },
    "no-access-key": { cause: "机器人的 AccessKey 不存在", next: "机器人的 AccessKey 不存在或已被删除。" },
    "wrong-secret": { cause: "机器人的签名密钥错误", next: "机器人的 AccessKey Secret 不正确。" },
    "token-expired": { cause: "机器人的临时凭证已过期", next: "机器人的临时凭证已过期，请更新。" },
    "drain-too-slow": { cause: "节点未能按时完成排水", next: roomToDrain },
    "command-failed": { cause: "托管节点池命令执行失败", next: ticket },
    "no-command": { cause: "ACK 的任务未提供具体命令", next: ticket },
    "unknown-mode": { cause: "ACK 的任务模式未实现", next: ticket },
    "unknown-repair": { cause: "ACK 的修复操作未知", next: ticket },
    "not-destroyed": { cause: "销毁节点时发生错误", next: instance },
    "not-drained": { cause: "节点排水失败", next: roomToDrain },
    "restart-too-slow": { cause: "重启 ECS 实例后未按时恢复", next: instance },
    "not-restarted": { cause: "重启 ECS 实例失败", next: instance },
    "disk-not-reset": { cause: "重置 ECS 实例的系统盘失败", next: instance },
    "not-repaired": {
      cause: "ACK 的节点自愈失败",
      next: "需要人工处理该节点：按名称修复，或移除后由节点池补充新节点。",
    },
  },
  advice: {
    "not-found": "请检查名称，并确认它未被删除。",
    denied: "请检查机器人的 RAM 用户或角色的权限。",
    refused: "请查看 ACK 的返回信息，修改后重试。",
    throttled: "请一分钟后重试。",
    unreachable: "请一分钟后重试；如仍不行，请查看阿里云的服务状态页。",
  },
});
