import type { Expectation } from "../../../domain/refusal.ts";
import { code, type Text, text, words } from "../../../domain/text.ts";
import type { Explanations } from "../../explanation.ts";
import { either, listed } from "../joining.ts";

/** What was typed. */
export const typedRefusals = {
  "unclosed-quote": () => ({
    what: words("引号没有闭合。"),
    next: words("请补上引号；名称中没有空格时可以不加引号。"),
  }),
  "unknown-verb": ({ typed, nearest }, slash) => ({
    what: text`没有命令 ${code(typed)}。`,
    next:
      nearest === null
        ? text`${code(`${slash} help`)} 列出所有命令。`
        : text`你要找的是 ${code(`${slash} ${nearest}`)} 吗？${code(`${slash} help`)} 列出所有命令。`,
  }),
  "missing-argument": ({ verb, argument }, slash) => ({
    what: text`${code(verb)} 缺少 ${code(argument)}。`,
    next: text`${code(`${slash} help ${verb}`)} 说明用法。`,
  }),
  "too-many-arguments": ({ verb, extra }, slash) => ({
    what: text`${code(verb)} 不需要 ${code(extra)}。`,
    next: text`名称中有空格时请加引号。${code(`${slash} help ${verb}`)} 说明用法。`,
  }),
  "unknown-option": ({ verb, typed, nearest }, slash) => ({
    what: text`${code(verb)} 没有选项 ${code(typed)}。`,
    next:
      nearest === null
        ? text`${code(`${slash} help ${verb}`)} 列出它的选项。`
        : text`你要找的是 ${code(nearest)} 吗？${code(`${slash} help ${verb}`)} 列出它的选项。`,
  }),
  "option-without-value": ({ verb, option }, slash) => ({
    what: text`${code(option)} 缺少值。`,
    next: text`请写在选项后面，有空格时加引号。${code(`${slash} help ${verb}`)} 中有示例。`,
  }),
  "option-not-with": ({ verb, option, other }, slash) => ({
    what: text`${code(option)} 不能与 ${code(other)} 一起使用。`,
    next: text`请去掉其中一个。${code(`${slash} help ${verb}`)} 中有示例。`,
  }),
  "nothing-asked": ({ verb }, slash) => ({
    what: text`没有告诉 ${code(verb)} 要修改什么。`,
    next: text`${code(`${slash} help ${verb}`)} 列出可修改的内容；只输入 ${code(`${slash} ${verb}`)} 会打开表单。`,
  }),
  "bad-value": ({ verb, parameter, typed, expected }, slash) => ({
    what: text`${code(typed)} 不能作为 ${code(parameter)}，应为${expectation(expected)}。`,
    next: text`${code(`${slash} help ${verb}`)} 中有示例。`,
  }),
  "unknown-pool": ({ typed, nearest }, slash) => ({
    what: text`没有节点池 ${code(typed)}。`,
    next:
      nearest.length === 0
        ? text`${code(`${slash} list`)} 列出所有节点池。`
        : text`你要找的是 ${either(nearest.map(code))} 吗？${code(`${slash} list`)} 列出所有节点池。`,
  }),
  "ambiguous-pool": ({ typed, candidates }) => ({
    what: text`有 ${candidates.length} 个名为 ${code(typed)} 的节点池。`,
    next: text`请选择一个，或写成 ${either(candidates.map(code))}。`,
  }),
  "unknown-cluster": ({ typed, known }) => ({
    what: text`这里没有集群 ${code(typed)}。`,
    next: text`已知的集群：${listed(known.map(code))}。`,
  }),
  "unknown-operation": ({ typed }, slash) => ({
    what: text`没有操作 ${code(typed)}。`,
    next: text`${code(`${slash} ops`)} 列出等待和执行中的操作。`,
  }),
} satisfies Partial<Explanations>;

function expectation(expected: Expectation): Text {
  switch (expected.kind) {
    case "size":
      return text`节点数（例如 ${code("6")}），或增减量（例如 ${code("+2")} 或 ${code("-2")}）`;
    case "whole-number":
      return text` ${expected.smallest} 到 ${expected.largest} 的整数`;
    case "choice":
      return text`以下之一：${listed(expected.choices.map(code))}`;
    case "runtime":
      return text`运行时及其版本，例如 ${code("containerd@1.6.39")}`;
    case "pairs":
      return text`用逗号分隔的键值对，例如 ${code(expected.example)}`;
    case "number-or-percent":
      return text`数字（例如 ${code("2")}）或百分比（例如 ${code("10%")}）`;
    case "time-span":
      return text`时长，例如 ${code("7d")} 或 ${code("12h")}`;
    case "person":
      return words("本工作区的成员（用 @ 提及）");
    case "moment":
      return text`时长（例如 ${code("2d")}），或带时区的时间（例如 ${code("2027-01-04T09:00+08:00")}）`;
    case "days":
      return text`星期，例如 ${code("Tue,Thu")} 或 ${code("daily")}`;
    case "time-of-day":
      return text`带时区的时间，例如 ${code("03:00Z")} 或 ${code("11:00+08:00")}`;
    case "hours":
      return text`带时区的时段，例如 ${code("22:00-07:00+08:00")}`;
    case "operation-id":
      return text`操作编号，例如 ${code("op-7f3k")}`;
  }
}
