import type { CloudFailure } from "../../../domain/cloud.ts";
import { channel, code, text, words } from "../../../domain/text.ts";
import type { Explanations } from "../../explanation.ts";
import { adviceOn, type PostRefusal } from "../../slack-codes.ts";
import { cloudAdvice } from "../cloud-errors.ts";

/** What stands behind: ACK, Slack, the bot itself. */
export const outsideRefusals = {
  cloud: (error) => ({
    what: text`ACK 没有执行：${words(cloudFailure[error.failure])}（${code(error.cloudCode)}: ${error.detail}）`,
    next: text`${cloudAdvice(error.cloudCode, error.failure)}调用：${code(error.action)}。${
      error.requestId === null ? [] : text`提交工单时请附上请求 ID：${code(error.requestId)}`
    }`,
  }),
  "card-not-posted": ({ operation, channel: where, slackCode }) => ({
    what: text`${code(operation)} 的卡片无法发到 ${channel(where)}（${code(slackCode)}），操作没有开始。`,
    next: words(adviceOn(slackCode, cardAdvice) ?? "请到机器人可以发言的频道重新申请。"),
  }),
  "channel-takes-no-news": ({ channel: where, slackCode }) => ({
    what: text`机器人无法在 ${channel(where)} 发言（${code(slackCode)}），因此无法在那里通知。`,
    next: words(adviceOn(slackCode, cardAdvice) ?? "请到机器人可以发言的频道操作。"),
  }),
  "not-watched": ({ name }, slash) => ({
    what: text`本频道没有用命令关注过 ${code(name)}。`,
    next: text`${code(`${slash} watches`)} 列出本频道关注的内容；配置文件中的关注需要在配置文件中修改。`,
  }),
  "too-busy": () => ({
    what: words("正在处理的命令太多，你的命令未被受理。"),
    next: words("请一分钟后重试。"),
  }),
  "records-unavailable": ({ reference }) => ({
    what: words(
      "机器人目前无法写入记录，所以这次请求没有执行：除非卡片上已显示，否则你的投票不算数，也没有向 ACK 发送任何请求。",
    ),
    next: text`请把这个编号告诉机器人的运维人员：${code(reference)}。恢复后请重试。`,
  }),
  internal: ({ reference }) => ({
    what: words("机器人内部出错了。"),
    next: text`请重试。如仍不行，请把这个编号告诉机器人的负责人：${code(reference)}`,
  }),
} satisfies Partial<Explanations>;

const cloudFailure: Readonly<Record<CloudFailure, string>> = {
  "not-found": "查不到所请求的对象",
  denied: "机器人的账号没有权限",
  refused: "调用被拒绝",
  throttled: "同一时间的调用过多",
  unreachable: "没有应答",
};

/** Slack's error codes of a refused post, by what mends them. */
const cardAdvice: Readonly<Record<PostRefusal, string>> = {
  not_in_channel: "请在该频道用 /invite 邀请机器人，然后重新申请。",
  channel_not_found: "请在该频道用 /invite 邀请机器人，然后重新申请。",
  is_archived: "该频道已归档，请到其他频道申请。",
  restricted_action: "该频道只有部分人可以发言，请到其他频道申请。",
  restricted_action_read_only_channel: "该频道为只读，请到其他频道申请。",
  restricted_action_thread_only_channel: "该频道只能回复消息，请到其他频道申请。",
};
