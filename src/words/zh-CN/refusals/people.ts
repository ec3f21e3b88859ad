import type { Exclusion } from "../../../domain/person.ts";
import { channel, code, dateTime, person, text, words } from "../../../domain/text.ts";
import type { Explanations } from "../../explanation.ts";
import { approvers } from "../approvers.ts";
import { askerName } from "../initiatives.ts";
import { either } from "../joining.ts";
import { stageName } from "../stages.ts";
import { lockedUntil } from "../step-up.ts";

/** Who asks, decides or steers, and where. */
export const peopleRefusals = {
  excluded: ({ exclusion }) => ({
    what: words(excluded[exclusion]),
    next: words("请联系本工作区的正式成员。"),
  }),
  "not-a-requester": (_, slash) => ({
    what: words("你不在可以申请变更的用户组中。"),
    next: text`请联系组内成员或用户组负责人。${code(`${slash} whoami`)} 查看你的权限。`,
  }),
  "channel-not-served": ({ served }) => ({
    what: words("本频道不受理命令。"),
    next: text`请到 ${either(served.map(channel))}。`,
  }),
  "reason-required": ({ policy }) => ({
    what: policy === null ? words("这项变更需要填写原因。") : text`策略 ${code(policy)} 要求填写原因。`,
    next: text`请加上 ${code('--reason "…"')}，审批人会看到。`,
  }),
  "identity-unknown": () => ({
    what: words("暂时无法向 Slack 查询你的身份和所在的用户组，未执行任何操作。"),
    next: words("请一分钟后重试。"),
  }),
  "own-request": ({ operation }) => ({
    what: text`${code(operation)} 是你自己申请的，需要由他人审批。`,
    next: words("请等待审批人处理，或撤回申请。"),
  }),
  "not-an-approver": ({ operation, groups }) => ({
    what: text`你的审批对 ${code(operation)} 无效，只有 ${approvers(groups)} 可以审批。`,
    next: words("请联系其中一位。你的点击未产生任何变更。"),
  }),
  "voted-already": ({ operation }) => ({
    what: text`你已审批过 ${code(operation)}，每人只计一次。`,
    next: words("其余的审批需要由他人完成。"),
  }),
  "sign-off-closed": ({ operation, stage, at }, slash) => ({
    what:
      at === null
        ? text`${code(operation)} 不再接受审批，当前状态：${words(stageName(stage))}。`
        : text`${code(operation)} 不再接受审批，当前状态：${words(stageName(stage))}（自 ${dateTime(at)}）。`,
    next: text`你的点击未产生任何变更。${code(`${slash} op ${operation}`)} 查看当前情况。`,
  }),
  "break-glass-not-granted": ({ policy }, slash) => ({
    what: policy === null ? words("没有策略允许免审批执行。") : text`策略 ${code(policy)} 不允许任何人免审批执行。`,
    next: text`请去掉 ${code("--break-glass")} 重新申请；${code(`${slash} policy explain`)} 查看谁可以审批。`,
  }),
  "break-glass-not-yours": ({ groups }) => ({
    what: text`只有 ${approvers(groups)} 可以免审批执行。`,
    next: text`请联系其中一位，或去掉 ${code("--break-glass")} 重新申请。`,
  }),
  "break-glass-unreviewed": ({ operation }, slash) => ({
    what: text`你免审批执行的 ${code(operation)} 还没有人复核，在此之前不能再次免审批执行。`,
    next: text`请审批人在卡片上点击“已复核”，或输入 ${code(`${slash} review ${operation}`)}。`,
  }),
  "nothing-to-review": ({ operation }, slash) => ({
    what: text`${code(operation)} 并非免审批执行，无需复核。`,
    next: text`${code(`${slash} reviews`)} 列出等待复核的操作。`,
  }),
  "reviewed-already": ({ operation, by }) => ({
    what: text`${person(by)} 已复核过 ${code(operation)}。`,
    next: words("无需再做什么。"),
  }),
  "own-review": ({ operation }) => ({
    what: text`${code(operation)} 是你自己免审批执行的，需要由他人复核。`,
    next: words("请联系审批人。"),
  }),
  "not-a-reviewer": ({ operation, groups }) => ({
    what: text`只有 ${approvers(groups)} 可以复核 ${code(operation)}。`,
    next: words("请联系其中一位。未产生任何变更。"),
  }),
  "delegate-is-oneself": () => ({
    what: words("不能委托给自己。"),
    next: words("请指定另一个人。"),
  }),
  "nothing-to-delegate": (_, slash) => ({
    what: words("你不在任何审批组中，没有可以委托的审批权。"),
    next: text`${code(`${slash} whoami`)} 查看你的权限。别人委托给你的审批权不能再转委托。`,
  }),
  "delegate-excluded": ({ to, exclusion }) => ({
    what: text`${person(to)} 不能代你审批。${words(excluded[exclusion])}`,
    next: words("请指定本工作区的正式成员。"),
  }),
  "delegation-over": ({ until }) => ({
    what: text`${dateTime(until)} 已经过去。`,
    next: words("请填写从现在起的时长（例如 2d），或一个将来的时间。"),
  }),
  "not-delegated": ({ to }, slash) => ({
    what: to === null ? words("没有人代你审批。") : text`${person(to)} 没有代你审批。`,
    next: text`${code(`${slash} delegations`)} 列出当前的委托。`,
  }),
  "delegator-asked": ({ operation }) => ({
    what: text`${code(operation)} 的申请人正是委托你审批的人，你们视为同一个申请人。`,
    next: words("需要由他人审批。你的点击未产生任何变更。"),
  }),
  "counted-together": ({ operation, by }, slash) => ({
    what: text`${person(by)} 已审批过 ${code(operation)}，按委托关系你们两人只计一次。`,
    next: text`其余的审批需要由他人完成。${code(`${slash} delegations`)} 列出当前的委托。`,
  }),
  "code-needed": ({ operation }) => ({
    what: text`对 ${code(operation)} 的这项操作需要身份验证器的验证码。`,
    next: words("请点击卡片上的按钮，并输入 6 位验证码。"),
  }),
  "code-wrong": ({ left }) => ({
    what: words("验证码错误或已过期，未批准。"),
    next: words(`请输入应用当前显示的验证码，还可以尝试 ${left} 次。`),
  }),
  "code-used": () => ({
    what: words("这个或更新的验证码已经用过，每个只能用一次，未批准。"),
    next: words("请等下一个验证码，最多半分钟。"),
  }),
  "code-not-of-new-secret": () => ({
    what: words("这不是新密钥的验证码。"),
    next: words("请把密钥添加到应用，并输入它当前显示的验证码。"),
  }),
  "enrolment-over": (_, slash) => ({
    what: words("这个密钥未按时确认，或已确认了另一个。"),
    next: text`请重新输入 ${code(`${slash} enroll`)}。`,
  }),
  "step-up-not-enrolled": (_, slash) => ({
    what: words("这项审批需要身份验证器的验证码，而你还没有绑定。未批准。"),
    next: text`${code(`${slash} enroll`)} 一分钟即可绑定，然后再点一次按钮。`,
  }),
  "step-up-locked": ({ until }) => ({
    what: lockedUntil(until),
    next: words("请联系其他审批人。如果不是你本人在尝试，请立即告知安全团队：你的账号可能被盗用。"),
  }),
  "step-up-off": () => ({
    what: words("这里未启用验证码：机器人没有设置 LIFEGUARD_STEP_UP_KEY。"),
    next: words("负责人可以设置，方法见 docs/policies.md。"),
  }),
  "plan-drifted": ({ operation }, slash) => ({
    what: text`${code(operation)} 计划所依据的状态已变化，因此未批准，之前的审批也不再有效。`,
    next: text`卡片上说明了变化，一键即可重新计划。${code(`${slash} op ${operation}`)} 也可以查看。`,
  }),
  "plan-superseded": ({ operation }, slash) => ({
    what: text`这个按钮不属于 ${code(operation)} 现在的计划。`,
    next: text`你的点击未产生任何变更。${code(`${slash} op ${operation}`)} 查看计划。`,
  }),
  "nothing-to-narrow": ({ operation, asked }) => ({
    what: text`${code(operation)} ${words(narrowed[asked].none)}`,
    next: words("请另提建议；或者直接拒绝，并说明可以批准什么。"),
  }),
  "not-narrower": ({ operation, asked, largest }) => ({
    what: text`这样不会缩小 ${code(operation)} 的范围。`,
    next: words(`请填写${narrowed[asked].range(largest)}。`),
  }),
  "not-later": ({ operation, earliest }) => ({
    what: text`${code(operation)} 的开始时间只能推迟，不能提前。`,
    next: text`请填写晚于 ${dateTime(earliest)} 的时间。`,
  }),
  "only-requester-answers": ({ operation, requester }) => ({
    what:
      requester === null
        ? text`${code(operation)} 由 ACK 自行发起，没有申请人可以接受缩小的计划。`
        : text`只有申请人 ${person(requester)} 可以决定是否接受对 ${code(operation)} 的建议。`,
    next: words("你的点击未产生任何变更。"),
  }),
  "proposal-over": ({ operation }, slash) => ({
    what: text`对 ${code(operation)} 的这个建议已有答复，或已被新的建议取代。`,
    next: text`你的点击未产生任何变更。${code(`${slash} op ${operation}`)} 查看计划。`,
  }),
  "only-requester-withdraws": ({ operation, requester }) =>
    requester === null
      ? { what: words(askerName.withdrawal), next: words(askerName.withdrawalNext) }
      : {
          what: text`只有申请人 ${person(requester)} 可以撤回 ${code(operation)}。`,
          next: words("审批人可以拒绝它。"),
        },
  "not-withdrawable": ({ operation, stage }, slash) => ({
    what: text`${code(operation)} 已不能撤回，当前状态：${words(stageName(stage))}。`,
    next: text`${code(`${slash} op ${operation}`)} 查看当前情况。`,
  }),
  "empty-reason": () => ({
    what: words("拒绝时需要填写原因。"),
    next: words("写几个字即可，申请人会看到。"),
  }),
  "not-controllable": ({ operation, action, stage }, slash) => ({
    what: text`${code(operation)} 现在不能执行 ${code(action)}，当前状态：${words(stageName(stage))}。`,
    next: text`${code(`${slash} op ${operation}`)} 查看当前情况。`,
  }),
  "outcome-known": ({ operation, stage }, slash) => ({
    what: text`${code(operation)} 没有待确认的结果，当前状态：${words(stageName(stage))}。`,
    next: text`${code(`${slash} op ${operation}`)} 查看当前情况。`,
  }),
  "no-task-to-control": ({ operation, action }) => ({
    what: text`ACK 一次性执行 ${code(operation)}，不支持 ${code(action)}。`,
    next: words("请等它结束；只有升级和漏洞修复是分批执行的，可以在批次之间暂停。"),
  }),
  "freeze-in-the-past": ({ until }) => ({
    what: text`${dateTime(until)} 已经过去。`,
    next: words("请填写从现在起的时长（例如 2d），或一个将来的时间。"),
  }),
  "not-frozen": ({ name }, slash) => ({
    what: text`没有人用命令冻结过 ${code(name)}。`,
    next: text`${code(`${slash} freezes`)} 列出当前的变更冻结；配置文件中的冻结需要在配置文件中解除。`,
  }),
  "go-ahead-by-new-person": ({ operation }) => ({
    what: text`你已审批过 ${code(operation)}，策略要求批次之后由另一个人放行。`,
    next: words("请联系其他审批人。"),
  }),
  "go-ahead-by-other": ({ operation }) => ({
    what: text`${code(operation)} 是你自己申请的，批次之后的放行需要由审批人完成。`,
    next: words("请联系审批人。你可以取消它。"),
  }),
} satisfies Partial<Explanations>;

const narrowed = {
  nodes: {
    none: "没有可以减少的节点。",
    range: (largest: number): string => (largest === 1 ? "节点数 1" : `节点数 1 到 ${largest}`),
  },
  parallelism: {
    none: "同时处理的节点数已不能再减少。",
    range: (largest: number): string => (largest === 1 ? "同时处理的节点数 1" : `同时处理的节点数 1 到 ${largest}`),
  },
} as const;

const excluded: Readonly<Record<Exclusion, string>> = {
  bot: "机器人不能在这里申请或审批。",
  deactivated: "该账号已停用。",
  guest: "本工作区的访客不能在这里申请或审批。",
  stranger: "其他公司的人员不能在这里申请或审批。",
  "other-workspace": "只有本工作区的成员可以在这里申请或审批。",
};
