import { code, text, words } from "../../../domain/text.ts";
import type { Explanations } from "../../explanation.ts";
import { either, listed, sentences } from "../joining.ts";
import { problem as requestProblem } from "../request-problems.ts";

/** What a change would do. */
export const planRefusals = {
  "cluster-not-running": ({ cluster, state }) => ({
    what: text`集群 ${code(cluster)} 的状态为 ${code(state)}；只有在 ${code("running")} 状态下，ACK 才能变更节点池。`,
    next: words("请等集群恢复运行后重试。"),
  }),
  "pool-not-workable": ({ pool, state }) => ({
    what: text`节点池 ${code(pool)} 的状态为 ${code(state)}，ACK 在此状态下不接受变更。`,
    next: words("请到 ACK 控制台查看；创建失败的节点池只能在那里删除。"),
  }),
  "pool-of-other-kind": ({ pool, type }) => ({
    what: text`节点池 ${code(pool)} 的类型为 ${code(type)}，这里只能管理 ECS 节点池。`,
    next: words("请使用 ACK 控制台。"),
  }),
  "pool-scales-itself": ({ pool, minimum, maximum }, slash) => ({
    what: text`节点池 ${code(pool)} 已开启自动伸缩（${minimum} 到 ${maximum} 个节点），没有可设置的节点数。`,
    next: text`请用 ${code(`${slash} autoscale ${pool} on --min ${minimum} --max ${maximum}`)} 调整上下限，或先关闭自动伸缩。`,
  }),
  "pool-without-desired-size": ({ pool }) => ({
    what: text`节点池 ${code(pool)} 是没有期望节点数的旧类型。`,
    next: words("请在 ACK 控制台为它设置一次期望节点数，之后就可以在这里扩缩容。"),
  }),
  "pool-without-nodes": ({ pool }) => ({
    what: text`节点池 ${code(pool)} 没有节点，无需升级。`,
    next: words("新增节点会使用节点池的配置，直接扩容即可。"),
  }),
  "size-out-of-range": ({ size, smallest, largest }) => ({
    what: text`节点池不能有 ${size} 个节点，范围为 ${smallest} 到 ${largest}。`,
    next: words("请填写范围内的节点数。"),
  }),
  "already-this-size": ({ pool, size }) => ({
    what: text`${code(pool)} 的期望节点数已经是 ${size}。`,
    next: words("未做任何变更。"),
  }),
  "already-this-version": ({ pool, version }, slash) => ({
    what: text`${code(pool)} 的节点已经是控制面的版本 ${code(version)}。`,
    next: text`未做任何变更。${code(`${slash} help upgrade`)} 说明如何指定操作系统镜像、容器运行时或其他版本。`,
  }),
  "growth-too-large": ({ from, to, largest }) => ({
    what: text`从 ${from} 到 ${to} 需新增 ${to - from} 个节点，ACK 一次最多新增 ${largest} 个。`,
    next: text`请先扩容到 ${from + largest}，完成后再继续。`,
  }),
  "above-deployment-set": ({ pool, to, largest }) => ({
    what: text`${code(pool)} 的部署集在每个可用区最多容纳 20 个节点，共 ${largest} 个，放不下 ${to} 个。`,
    next: text`请不要超过 ${largest} 个，或先增加其他可用区的交换机。`,
  }),
  "not-a-version": ({ value, example }) => ({
    what: text`${code(value)} 不是 Kubernetes 版本号。`,
    next: text`格式例如 ${code(example)}。`,
  }),
  "newer-than-control-plane": ({ wanted, controlPlane }) => ({
    what: text`${code(wanted)} 比控制面的版本 ${code(controlPlane)} 更新，节点版本不能超过控制面。`,
    next: text`请先升级控制面，或选择 ${code(controlPlane)}。`,
  }),
  "too-old-for-control-plane": ({ wanted, controlPlane }) => ({
    what: text`${code(wanted)} 对控制面的版本 ${code(controlPlane)} 来说太旧。`,
    next: text`请选择 ${code(controlPlane)}，或最多低三个次要版本的版本。`,
  }),
  "image-needs-disk-replacement": () => ({
    what: words("更换操作系统镜像必须替换系统盘。"),
    next: text`请加上 ${code("--replace-disk")}，系统盘上的数据会全部丢失。`,
  }),
  "parallelism-out-of-range": ({ value, smallest, largest }) => ({
    what: text`不能同时处理 ${value} 个节点，ACK 每批升级 ${smallest} 到 ${largest} 个。`,
    next: text`请把 ${code("--batch")} 设在这个范围内。`,
  }),
  "field-is-fixed": ({ field }) => ({
    what: text`${code(field)} 在创建节点池时确定，之后 ACK 不能修改。`,
    next: words("请用新的值克隆节点池，迁移业务后删除旧节点池。"),
  }),
  "nothing-changes": ({ pool }, slash) => ({
    what: text`${code(pool)} 已经是你想要的配置。`,
    next: text`未做任何变更。${code(`${slash} show ${pool}`)} 查看当前配置。`,
  }),
  "pool-name-taken": ({ name, cluster }) => ({
    what: text`集群 ${code(cluster)} 中已有节点池 ${code(name)}。`,
    next: words("请换一个名称。"),
  }),
  "request-invalid": ({ problems }, slash) => ({
    what: text`ACK 不会接受这个请求：${sentences(problems.slice(0, 12).map(requestProblem))}${words(
      problems.length > 12 ? "……" : "",
    )}`,
    next: text`请修改这些字段后重试。${code(`${slash} help create`)} 说明请求的写法。`,
  }),
  "cluster-needed": ({ name, known }) => ({
    what: text`有多个集群，${code(name)} 没有指明在哪个集群创建。`,
    next: text`请写成 ${either(known.map((cluster) => code(`${cluster}/${name}`)))}。`,
  }),
  "field-has-verb": ({ field, verb, pool }, slash) => ({
    what: text`${code(field)} 不能用 ${code("edit")} 修改：它有单独的命令和审批。`,
    next: text`请使用 ${code(`${slash} ${verb} ${pool} …`)}；${code(`${slash} help ${verb}`)} 说明用法。`,
  }),
  "field-stays": ({ field }) => ({
    what: text`${code(field)} 不能清除：ACK 只合并提交的字段，未提交的保持不变。`,
    next: words("请换成其他值，或克隆一个不带该字段的节点池。"),
  }),
  "file-unreadable": ({ reason }) => ({
    what: text`无法读取上传的文件（${reason}），未执行任何操作。`,
    next: words("请上传不超过 256 KiB 的 YAML 或 JSON 文本文件，或直接粘贴内容。"),
  }),
  "request-unreadable": ({ detail }, slash) => ({
    what: text`请求不是可以解析的 YAML 或 JSON：${detail}。`,
    next: text`${code(`${slash} help create`)} 说明请求的写法。`,
  }),
  "auto-scaling-already": ({ pool, on }, slash) => ({
    what: text`${code(pool)} 的自动伸缩已经是${words(on ? "开启" : "关闭")}状态。`,
    next: on
      ? text`如需调整，请用 ${code("--min")} 和 ${code("--max")} 指定新的上下限。`
      : text`节点数用 ${code(`${slash} scale ${pool} N`)} 设置。`,
  }),
  "bounds-out-of-order": ({ minimum, maximum }) => ({
    what: text`上下限 ${minimum} 和 ${maximum} 不合法：ACK 要求 0 ≤ min ≤ max ≤ 2000。`,
    next: text`请在此范围内设置 ${code("--min")} 和 ${code("--max")}。`,
  }),
  "bounds-needed": ({ pool }, slash) => ({
    what: text`开启 ${code(pool)} 的自动伸缩需要同时指定上下限。`,
    next: text`例如 ${code(`${slash} autoscale ${pool} on --min 2 --max 10`)}。`,
  }),
  "secret-not-taken": ({ field }) => ({
    what: text`${code(field)} 是机密信息，不应出现在聊天中。`,
    next: text`请使用 ${code("--key-pair")}，或在 ACK 控制台设置密码。`,
  }),
  "pool-not-manageable": ({ pool }, slash) => ({
    what: text`${code(pool)} 不是托管节点池，而这些能力只属于托管节点池。`,
    next: text`可以在同一条命令中开启托管：${code(`${slash} manage ${pool} on …`)}。`,
  }),
  "nothing-to-repair": ({ pool }, slash) => ({
    what: text`${code(pool)} 的所有节点都已就绪。`,
    next: text`如仍要修复，请指定节点名称。${code(`${slash} nodes ${pool}`)} 列出节点。`,
  }),
  "unknown-vulnerabilities": ({ pool, names }, slash) => ({
    what: text`${code(pool)} 没有漏洞 ${listed(names.map(code))}。`,
    next: text`${code(`${slash} cve ${pool}`)} 列出现有漏洞。`,
  }),
  "nothing-to-fix": ({ pool }, slash) => ({
    what: text`${code(pool)} 没有 ${code("asap")} 级别的漏洞。`,
    next: text`${code(`${slash} cve ${pool}`)} 列出全部漏洞，请指定要修复的。`,
  }),
  "default-pool-stays": ({ pool }) => ({
    what: text`${code(pool)} 是默认节点池，运行着系统组件，ACK 不允许删除。`,
    next: words("请改为调整其节点数。"),
  }),
  "pool-has-nodes": ({ pool, count }, slash) => ({
    what: text`${code(pool)} 还有 ${count} 个节点。`,
    next: text`请先用 ${code(`${slash} scale ${pool} 0`)} 或 ${code(`${slash} remove ${pool} …`)} 清空，或加上 ${code("--force")} 连同节点一起删除。`,
  }),
  "deletion-not-confirmed": ({ pool }, slash) => ({
    what: text`删除 ${code(pool)} 需要再输入一次它的名称。`,
    next: text`例如 ${code(`${slash} delete ${pool} ${pool}`)}。`,
  }),
  "window-unchanged": ({ cluster }) => ({
    what: text`${code(cluster)} 的维护窗口已经是你想要的设置。`,
    next: words("未做任何变更。"),
  }),
  "unknown-plan": ({ typed }, slash) => ({
    what: text`ACK 没有计划 ${code(typed)}。`,
    next: text`${code(`${slash} plans`)} 列出 ACK 安排的计划。`,
  }),
  "plan-not-cancellable": ({ plan, state }) => ({
    what: text`计划 ${code(plan)} 的状态为 ${code(state)}，只有未开始的计划可以取消。`,
    next: words("请在 ACK 控制台查看它的任务。"),
  }),
  "unknown-nodes": ({ pool, nodes: missing }, slash) => ({
    what: text`节点池 ${code(pool)} 没有节点 ${listed(missing.map(code))}。`,
    next: text`${code(`${slash} show ${pool}`)} 列出它的节点。`,
  }),
} satisfies Partial<Explanations>;
