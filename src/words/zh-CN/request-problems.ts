import type { LeftOut, LeftOutReason } from "../../domain/node-pool-request/clone.ts";
import type { Tab } from "../../domain/node-pool-request/describe-request.ts";
import type { NoticeCode, RequestNotice } from "../../domain/node-pool-request/notices/notice.ts";
import type { FieldType, Format, ProblemCode, RequestProblem } from "../../domain/node-pool-request/problem.ts";
import { code, type Text, text, words } from "../../domain/text.ts";
import type { Explanation } from "../explanation.ts";
import { either, listed } from "./joining.ts";

type Problems = { readonly [Code in ProblemCode]: (of: RequestProblem<Code>) => Text };
type Notices = { readonly [Code in NoticeCode]: (of: RequestNotice<Code>) => Text };

function choices(values: readonly string[]): Text {
  return listed(values.map(code));
}

/** `a 或 b`, or the one there is. */
function oneOf(values: readonly string[]): Text {
  return either(values.map(code));
}

const types: Readonly<Record<FieldType, string>> = {
  text: "文本",
  number: "数字",
  boolean: " true 或 false",
  list: "列表",
  object: "一组字段",
};

const formats: Readonly<Record<Format, Text>> = {
  "pool-name": words(" 1 到 63 个字母、数字、汉字或连字符，且不以连字符开头"),
  "label-key": words(" 1 到 63 个字母、数字、连字符、下划线或点，首尾为字母或数字"),
  "label-prefix": text`不超过 253 个字符的子域名，由小写字母、数字、连字符和点组成，后接斜线，例如 ${code("example.com/team")}`,
  "label-value": words("空，或不超过 63 个字母、数字、连字符、下划线或点，首尾为字母或数字"),
  password: words(" 8 到 30 个字符，至少包含大写字母、小写字母、数字、特殊字符中的三种"),
  "number-or-percent": text`文本形式的 1 到 100000 的数字（例如 ${code("5")}），或 1% 到 100% 的百分比（例如 ${code("10%")}）`,
  "vulnerability-levels": text` ${choices(["asap", "later", "nntf"])}，或其中几个，用逗号分隔且不加空格，例如 ${code("asap,later")}`,
  device: text` ${code("/dev/xvdb")} 到 ${code("/dev/xvdz")}`,
  "disk-name": words(" 2 到 128 个字母、数字、冒号、下划线或连字符，以字母开头"),
  price: text`文本形式的单台实例每小时价格，例如 ${code("0.39")}`,
  base64: text` base64 编码的脚本，例如 ${code("IyEvYmluL3No")}`,
  "node-name-mode": text` ${code("customized,prefix,ip,suffix")}，前缀和后缀自定（后缀可为空），或 ${code("nodeip")}`,
  "node-name-prefix": words("带前缀的名称：前缀以小写字母开头，以字母或数字结尾，中间为字母、数字和单个的连字符或点"),
  "node-name-suffix": words("带后缀的名称：后缀以字母开头，以小写字母或数字结尾，中间为字母、数字和单个的连字符或点"),
};

const problems: Problems = {
  "not-a-request": () => text`请求应为一组字段，例如 ${code('{"nodepool_info": {"name": "web"}}')}。`,
  missing: ({ path }) => text`缺少 ACK 必需的 ${code(path)}。`,
  empty: ({ path }) => text`${code(path)} 为空，请填写，或去掉该字段。`,
  "wrong-type": ({ path, expected }) => text`${code(path)} 应为${words(types[expected])}。`,
  "out-of-range": ({ path, min, max }) =>
    max === Number.MAX_SAFE_INTEGER
      ? text`${code(path)} 应为不小于 ${min} 的整数。`
      : text`${code(path)} 应为 ${min} 到 ${max} 的整数。`,
  "wrong-length": ({ path, least, most }) => text`${code(path)} 的长度应为 ${least} 到 ${most} 个字符。`,
  "wrong-count": ({ path, least, most }) => text`${code(path)} 应有 ${least} 到 ${most} 项。`,
  "not-allowed": ({ path, allowed }) => text`${code(path)} 应为 ${oneOf(allowed)}。`,
  "bad-format": ({ path, format }) => text`${code(path)} 应为${formats[format]}。`,
  deprecated: ({ path, successor }) =>
    successor === null
      ? text`${code(path)} 已废弃且没有替代字段，请去掉。`
      : text`${code(path)} 已废弃，请改用 ${code(successor)}。`,
  exclusive: ({ path, other }) => text`${code(path)} 和 ${code(other)} 不能同时设置，请去掉一个。`,
  "needed-by": ({ path, other, value }) => text`缺少 ${code(path)}：${code(other)} 为 ${code(value)} 时必须填写。`,
  "only-with": ({ path, other, allowed }) => text`只有 ${code(other)} 为 ${oneOf(allowed)} 时才能设置 ${code(path)}。`,
  "never-with": ({ path, other, value }) =>
    text`${code(other)} 为 ${code(value)} 时，${code(path)} 不能这样设置，请去掉它，或修改前者。`,
  "below-other": ({ path, other, least }) => text`${code(path)} 不能小于 ${code(other)} 的值 ${least}。`,
  "disk-too-small": ({ path, level, above }) =>
    text`性能级别 ${code(level)} 的磁盘，${code(path)} 须大于 ${above} GiB：请增大磁盘或降低级别。`,
  "iops-above-disk": ({ path, most, size }) =>
    text`${size} GiB 的磁盘，${code(path)} 最大为 ${most}：请减小该值或增大磁盘。`,
  "growth-too-large": ({ path, most }) =>
    text`${code(path)} 最大为 ${most}，ACK 一次不能新增更多节点：请先少建一些，再扩容。`,
  "above-deployment-set": ({ path, most, zones }) =>
    text`${code(path)} 最大为 ${most}：部署集在每个可用区最多容纳 20 个节点，而交换机分布在 ${zones} 个可用区。`,
  duplicate: ({ path, key }) => text`${code(path)} 中 ${code(key)} 重复，每个只能出现一次。`,
  "reserved-text": ({ path, prefixes, nowhere }) =>
    text`${code(path)} 使用了云平台的保留内容：不能以 ${choices(prefixes)} 开头，也不能包含 ${choices(nowhere)}。`,
  "reserved-domain": ({ path, domains, exceptions }) =>
    text`${code(path)} 位于 Kubernetes 的保留域名（${choices(domains)}）下，只允许使用 ${choices(exceptions)}。`,
  "node-name-too-long": ({ path, longest, most }) =>
    text`${code(path)} 可能生成 ${longest} 个字符的名称，而节点名称最多 ${most} 个字符：请缩短前缀或后缀。`,
  "name-taken": ({ path, name }) => text`${code(path)} 已被占用：集群中已有节点池 ${code(name)}，请换一个名称。`,
  "cluster-too-new": ({ path, value, newest, cluster }) =>
    text`${code(path)} 不能为 ${code(value)}：最高支持 ${code(newest)} 版本的集群，而该集群为 ${code(cluster)}。`,
  "cluster-too-old": ({ path, oldest, cluster }) =>
    text`${code(path)} 需要 ${code(oldest)} 或更高版本的集群，而该集群为 ${code(cluster)}。`,
};

/** A problem of a request in a sentence: the field, what is wrong with it, and what is allowed. */
export function problem<Code extends ProblemCode>(of: RequestProblem<Code>): Text {
  return problems[of.code](of);
}

const noticeWords: Notices = {
  "no-effect": ({ path, other, needed }) =>
    text`${code(path)} 不起作用：只有 ${code(other)} 为 ${oneOf(needed)} 时才生效。`,
  "default-applies": ({ path, value }) => text`未填写 ${code(path)}：ACK 使用 ${code(value)}。`,
  "default-uncertain": ({ path }) => text`未填写 ${code(path)}，ACK 文档对其默认值说法不一，请明确填写。`,
  "below-advised-size": ({ path, advised }) =>
    text`${code(path)}：建议至少 ${advised} 个节点，避免一次故障就中断业务。`,
  "no-desired-size": ({ path }) => text`未填写 ${code(path)}：节点池将没有期望节点数，无法在这里扩缩容。可以填 0。`,
  "above-default-quota": ({ path, quota }) =>
    text`${code(path)}：如未提升配额，一个节点池最多 ${quota} 个节点，ACK 可能无法达到。`,
  "one-zone": ({ path }) => text`${code(path)}：所有节点都在一个可用区。分布在多个可用区可以承受单个可用区故障。`,
  "one-instance-type": ({ path }) => text`${code(path)}：只有一种实例规格，售罄时就无法创建节点。建议选择多种。`,
  "no-logon": ({ path }) => text`未填写 ${code(path)}，也没有密码：没有人能登录这些节点。`,
  "no-price-limit": ({ path }) => text`未填写 ${code(path)}：抢占式实例没有价格上限。`,
  "spot-is-taken-back": ({ path }) => text`${code(path)}：抢占式实例在 1 小时保护期后可能被回收，提前 5 分钟通知。`,
  "no-root-logon": ({ path }) => text`${code(path)}：等保加固禁止 root 通过 SSH 登录。`,
  "windows-taint": ({ path }) =>
    text`${code(path)}：ACK 会为此类节点池的 Windows 节点添加污点 ${code("os=windows:NoSchedule")}。`,
  "fixed-once-made": ({ path }) => text`${code(path)} 在节点池创建后不能修改。`,
  "deployment-set-holds": ({ path, most, zones }) =>
    text`${code(path)}：节点池最多 ${most} 个节点，${zones} 个可用区各 20 个。`,
  "confidential-instances": ({ path, families }) =>
    text`${code(path)}：文档中支持机密计算的规格族为 ${choices(families)}，其他规格 ACK 可能无法创建节点。`,
  "deprecated-but-taken": ({ path, successor }) =>
    successor === null
      ? text`${code(path)} 已废弃，ACK 目前仍接受，没有替代字段。`
      : text`${code(path)} 已废弃，ACK 目前仍接受，请改用 ${code(successor)}。`,
  "unlisted-image-type": ({ path, value }) => text`${code(path)}：${code(value)} 不在 ACK 的镜像列表中，未做校验。`,
  "unknown-field": ({ path }) => text`${code(path)} 是未知字段，原样提交，未做校验。`,
};

/** A notice in a sentence. */
export function notice<Code extends NoticeCode>(of: RequestNotice<Code>): Text {
  return noticeWords[of.code](of);
}

const nothingToDo = "无需处理。";

const leftOutWords: Readonly<Record<LeftOutReason, { readonly why: string; readonly next: string }>> = {
  "given-by-ack": { why: "由 ACK 为每个节点池分配。", next: nothingToDo },
  "present-state": { why: "它反映节点池的当前状态。", next: nothingToDo },
  "not-taken": { why: "ACK 只返回，不接受提交。", next: "如有影响，请在 ACK 控制台对比新旧节点池。" },
  "set-afterwards": { why: "ACK 创建节点池时不接受。", next: "请在节点池创建后用 manage 设置。" },
  secret: { why: "ACK 不返回密码。", next: "请设置 scaling_group.key_pair，或在 ACK 控制台设置新密码。" },
  deprecated: { why: "该字段已废弃。", next: "如果原来有值，请检查替代字段是否符合预期。" },
  "not-set": { why: "节点池没有设置它。", next: nothingToDo },
  "auto-scaling": {
    why: "自动伸缩的节点池没有节点数。",
    next: "请检查 auto_scaling.min_instances，初始会创建这么多节点。",
  },
  "no-spot": {
    why: "它是抢占式实例的选项，而节点池没有使用抢占式实例。",
    next: "如需抢占式实例，请同时设置 scaling_group.spot_strategy。",
  },
  "added-by-ack": { why: "这个标签由 ACK 自动添加。", next: nothingToDo },
};

/** Why a field of the cloned pool is not asked for, and what to do about it. */
export function leftOut({ path, why }: LeftOut): Explanation {
  const { why: because, next } = leftOutWords[why];
  return { what: text`未复制 ${code(path)}：${words(because)}`, next: words(next) };
}

/** A value of a deprecated field that now stands in its successor. */
export function moved({ from, to }: { readonly from: string; readonly to: string }): Text {
  return text`${code(from)} 已废弃，其值已移到 ${code(to)}。`;
}

/** The console's tabs. */
export const tab: Readonly<Record<Tab, string>> = {
  basic: "基本信息",
  network: "网络",
  "instances-and-image": "实例和镜像",
  storage: "存储",
  "number-of-instances": "实例数量",
  management: "托管配置",
  advanced: "高级选项",
};
