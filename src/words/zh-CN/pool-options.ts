/** What the options mean that create, clone and edit take alike. */
export const settingOptions = {
  "instance-types": "实例规格，1 到 10 个，用逗号分隔；优先使用排在前面且有库存的",
  vswitches: "交换机，1 到 8 个，用逗号分隔；建议分布在多个可用区",
  "image-type": "操作系统，例如 AliyunLinux3 或 ContainerOS",
  image: "操作系统镜像 ID",
  "key-pair": "登录用的密钥对；这里不接受密码",
  "system-disk-category": "系统盘类型，例如 cloud_essd 或 cloud_auto",
  "system-disk-size": "系统盘大小（GiB），20 到 2048",
  "system-disk-pl": "系统盘性能级别；PL2 需大于 460 GiB，PL3 需大于 1260 GiB",
  "data-disk": "数据盘，格式为 category:GiB:level，例如 cloud_essd:200:PL1；会替换现有配置",
  label: "节点标签：key=value，用逗号分隔；key- 表示删除",
  taint: "污点：key=value:Effect，用逗号分隔；key- 表示删除。NoExecute 会立即驱逐 Pod",
  tag: "ECS 标签：key=value，用逗号分隔；key- 表示删除",
  "charge-type": "新实例的付费类型：按量付费或包年包月",
  period: "包年包月的时长，单位见 --period-unit",
  "period-unit": "时长的单位",
  "auto-renew": "包年包月是否自动续费",
  "scaling-mode": "缩容时的伸缩模式：释放实例（release），或停机保留（recycle）",
  "multi-az": "节点在多个可用区的分布策略",
  unschedulable: "新节点是否不可调度，直到有人恢复调度",
  cms: "新节点是否安装云监控插件",
  "user-data": "节点加入集群后执行的脚本",
  set: "按路径设置 ACK 文档中的其他字段：path=value；可重复使用，或每行一个",
  file: "ACK 文档中的字段，粘贴 YAML 或 JSON；其他选项会覆盖它",
} as const;

/** Pages of their forms. */
export const steps = {
  basics: "名称和位置",
  nodes: "镜像、磁盘和付费",
  kubernetes: "标签、污点和加入方式",
  more: "其他",
} as const;

/** What the options mean that only a new pool takes. */
export const creationOptions = {
  size: "初始节点数，0 到 500",
  min: "最小节点数；与 --max 一起使用时开启自动伸缩",
  max: "最大节点数",
  managed: "是否由 ACK 托管；具体能力由 manage 设置",
  spot: "是否使用抢占式实例，以及是否设置价格上限",
  "spot-price": "抢占式实例每小时的最高价：type=price，用逗号分隔",
  runtime: "容器运行时",
  "security-groups": "安全组，最多 5 个，用逗号分隔；创建后不可修改",
} as const;
