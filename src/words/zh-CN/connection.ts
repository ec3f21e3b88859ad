import type { Readiness } from "../../domain/connection.ts";
import { code, type Text, text, words } from "../../domain/text.ts";

/** One line on whether what people ask for can arrive and be done. */
export function connection(state: Readiness): Text {
  switch (state.kind) {
    case "alive":
      return words("已就绪");
    case "starting":
      return words("未就绪：机器人正在启动");
    case "stopping":
      return words("未就绪：机器人正在停止");
    case "closed":
      return words("未就绪：与 Slack 的连接已断开，正在重新连接");
    case "silent":
      return text`未就绪：与 Slack 的连接已打开，但已有 ${(state.for / 1_000).toFixed(1)} 秒没有收到应答`;
    case "refused":
      return text`未就绪：Slack 拒绝了机器人令牌：${code(state.code)}`;
    case "unreachable":
      return text`未就绪：Slack 没有应答：${code(state.detail)}`;
    case "unwritable":
      return text`未就绪：机器人无法写入记录：${code(state.reason)}`;
  }
}
