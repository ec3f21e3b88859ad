import type { ChannelUse, ClockSource, Finding, Severity } from "../../domain/diagnosis.ts";
import { channel, code, type Text, text, words } from "../../domain/text.ts";
import type { Diagnosed } from "../diagnosed.ts";
import { cloudAdvice } from "./cloud-errors.ts";
import { connection } from "./connection.ts";
import { duration } from "./durations.ts";
import { listed } from "./joining.ts";

const headings: Readonly<Record<Severity, string>> = {
  broken: "故障",
  warning: "注意",
  ok: "正常",
};
const services: Readonly<Record<ClockSource, string>> = { slack: "Slack", ack: "阿里云" };
const uses: Readonly<Record<ChannelUse, string>> = {
  approvals: "channels.approvals",
  notifications: "channels.notifications",
  allowed: "channels.allowed",
  audit: "channels.audit",
};

export const heading = (severity: Severity): string => headings[severity];

export const title = "诊断结果";

export function summary(broken: number, warnings: number): Text {
  if (broken + warnings === 0) return words("所有检查项均正常。");
  const parts = [...(broken > 0 ? [`${broken} 项故障`] : []), ...(warnings > 0 ? [`${warnings} 项需要注意`] : [])];
  return words(`${parts.join("，")}。`);
}

const fine = (what: Text): Diagnosed => ({ what, mend: null });
const codes = (all: readonly string[]): Text => listed(all.map((each) => code(each)));
const policyName = (policy: string | null): Text =>
  policy === null ? words("未匹配任何策略时的规则") : text`策略 ${code(policy)}`;
const gibibytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
const off = (source: ClockSource, ahead: number): string =>
  `本机时钟有偏差（参照：${services[source]}）：${ahead > 0 ? "快" : "慢"} ${duration(Math.abs(ahead))}`;
const setClock = words("请让机器通过 NTP 校时：Slack 和阿里云会拒绝时间有误的请求。");
const reinstall = words("请按 manifest.yml 为应用添加权限，然后重新安装到工作区。");
const newBotToken = words("请把已安装应用的机器人令牌（xoxb-…）填入 SLACK_BOT_TOKEN。");
const reconnect = words("请查看日志，以及会中断长连接的代理和防火墙；机器人会自动重连。");

export function finding(found: Finding): Diagnosed {
  switch (found.code) {
    case "bot-token-works":
      return fine(text`机器人令牌有效：以 ${code(found.bot)} 的身份进入工作区 ${code(found.team)}。`);
    case "bot-token-refused":
      return { what: text`Slack 拒绝了机器人令牌：${code(found.slackCode)}。`, mend: newBotToken };
    case "slack-unreachable":
      return {
        what: text`Slack 没有应答：${code(found.detail)}。`,
        mend: words("请让机器能够访问 slack.com 的 443 端口，并检查 SLACK_API_URL 和 status.slack.com。"),
      };
    case "app-token-works":
      return fine(words("应用令牌可以建立连接。"));
    case "app-token-refused":
      return {
        what: text`Slack 不接受应用令牌建立连接：${code(found.slackCode)}。`,
        mend: words("请创建带 connections:write 权限的应用级令牌（xapp-…），并确认已开启 Socket Mode。"),
      };
    case "scopes-granted":
      return fine(words(`应用具备所需的全部 ${found.count} 项权限。`));
    case "scopes-missing":
      return { what: text`应用缺少权限：${codes(found.scopes)}。`, mend: reinstall };
    case "scopes-beyond":
      return {
        what: text`应用有多余的权限：${codes(found.scopes)}。`,
        mend: words("请移除：一旦令牌泄露，这些权限也会落入他人之手。"),
      };
    case "clock-agrees":
      return fine(words(`本机时钟准确（参照：${services[found.source]}）。`));
    case "clock-off":
      return { what: words(`${off(found.source, found.ahead)}。`), mend: setClock };
    case "clock-wrong":
      return { what: words(`${off(found.source, found.ahead)}，请求会被拒绝。`), mend: setClock };
    case "clock-unknown":
      return {
        what: words(`无法核对时钟：没有得到参照时间（${services[found.source]}）。`),
        mend: words("请先解决调用它时的故障。"),
      };
    case "connected":
      return fine(words("与 Slack 的连接有应答。"));
    case "not-connected":
      return { what: text`运行中的机器人${connection(found.state)}。`, mend: reconnect };
    case "bot-not-ready":
      return { what: text`本机运行的机器人返回：${code(found.line)}。`, mend: reconnect };
    case "connection-unknown":
      return fine(words("本机没有运行机器人，未检查与 Slack 的连接。"));
    case "cluster-readable":
      return fine(text`${code(found.cluster)}：${found.calls} 个读取接口均有应答。`);
    case "cluster-without-pool":
      return fine(text`${code(found.cluster)} 没有节点池，未尝试节点池的接口。`);
    case "cloud-call-failed":
      return {
        what: text`${found.cluster === null ? words("查询地域中的集群") : code(found.cluster)}：${code(found.action)} 失败（${code(found.cloudCode)}: ${found.detail}）。`,
        mend:
          found.failure === "denied"
            ? text`请为机器人的 RAM 用户或角色授予 ${code(`cs:${found.action}`)}，参见 deploy/ram-policy.json。`
            : cloudAdvice(found.cloudCode, found.failure),
      };
    case "no-clusters":
      return {
        what: words("没有可以管理的集群。"),
        mend: words("请在 lifeguard.yml 中列出集群，或用于查找集群的地域。"),
      };
    case "clusters-left-out":
      return {
        what: words(`为避免对 ACK 调用过多，只检查了 ${found.of} 个集群中的 ${found.looked} 个。`),
        mend: words("只要 RAM 策略包含其余集群，同样的权限对它们也有效。"),
      };
    case "writing-untried":
      return fine(
        text`变更权限只有真正变更时才能验证。RAM 策略须允许：${codes(found.actions.map((action) => `cs:${action}`))}。`,
      );
    case "store-writable":
      return fine(text`数据目录 ${code(found.folder)} 可写。`);
    case "store-refuses":
      return {
        what: text`数据目录 ${code(found.folder)} 不可写：${code(found.detail)}。`,
        mend: words("请把 LIFEGUARD_DATA_DIR 所指的目录授权给运行机器人的账号。在此之前无法审批。"),
      };
    case "disk-roomy":
      return fine(words(`数据目录所在磁盘剩余 ${gibibytes(found.bytes)}。`));
    case "disk-low":
    case "disk-full":
      return {
        what: words(`数据目录所在磁盘仅剩 ${gibibytes(found.bytes)}。`),
        mend: words("请清理或扩容：空间用完后无法审批。请先把较早月份的归档和审计日志移走。"),
      };
    case "database-works":
      return fine(text`数据库 ${code(found.database)} 可写，应答用时 ${found.milliseconds} 毫秒。`);
    case "database-slow":
      return {
        what: text`数据库 ${code(found.database)} 应答用时 ${found.milliseconds} 毫秒。`,
        mend: words("请把数据库部署在机器人附近：每次审批生效前都要多次访问它。"),
      };
    case "database-refuses":
      return {
        what: text`数据库 ${code(found.database)} 不可用：${code(found.detail)}。`,
        mend: words("请检查 DATABASE_URL、数据库服务器及其用户的权限。在此之前无法审批。"),
      };
    case "tables-current":
      return fine(text`数据库表为当前版本：${code(found.version)}。`);
    case "tables-behind":
      return fine(text`下次启动时会更新数据库表：${codes(found.missing)}。`);
    case "tables-ahead":
      return {
        what: text`更新版本的 Lifeguard 已修改数据库表：${codes(found.unknown)}。`,
        mend: words("请全部改用新版本：当前版本无法再次启动。"),
      };
    case "audit-empty":
      return fine(words("审计日志还是空的。"));
    case "audit-whole":
      return fine(words(`审计日志的最新部分完整，共到第 ${found.count} 条记录。`));
    case "audit-broken":
      return {
        what: text`审计日志的第 ${found.sequence} 条记录异常：${code(found.fault)}。`,
        mend: words("请保留日志原样，并执行 npm run audit verify：日志被人改动过，或密钥不是原来的。"),
      };
    case "audit-unreadable":
      return {
        what: text`无法读取审计日志：${code(found.detail)}。`,
        mend: words("请检查 LIFEGUARD_DATA_DIR 下 audit 目录的权限，并执行 npm run audit verify。"),
      };
    case "audit-key-beside":
      return {
        what: words("审计日志的密钥与日志放在一起：拿到磁盘的人可以重写日志。"),
        mend: words("请从密钥管理服务提供 LIFEGUARD_AUDIT_KEY，方法见 docs/policies.md。"),
      };
    case "policies-reachable":
      return fine(words(`每条策略都有足够的审批人，并多出一人（检查了 ${found.count} 条）。`));
    case "policy-unreachable":
      return {
        what: text`${policyName(found.policy)}：需要 ${found.needed} 人批准，而能批准的只有 ${found.able} 人，它管辖的变更都无法执行。`,
        mend: words("请在用户组中加入成员：须为本工作区的在职正式成员，访客和机器人不算。"),
      };
    case "policy-tight":
      return {
        what: text`${policyName(found.policy)}：连同申请人可能需要 ${found.needed} 人，而用户组中只有 ${found.able} 人。`,
        mend: words("请在用户组中再加一人：任何人都不能审批自己的申请。"),
      };
    case "group-empty":
      return {
        what: text`${policyName(found.policy)}：须由用户组 ${code(found.group)} 中的人批准，但组内没有有效成员。`,
        mend: words("请在用户组中加入在职的正式成员，或从策略中去掉该用户组。"),
      };
    case "group-unreadable":
      return {
        what: text`Slack 没有返回用户组 ${code(found.group)} 的成员。`,
        mend: words("请检查 lifeguard.yml 中的 ID、用户组是否已停用，以及 usergroups:read 权限。"),
      };
    case "channel-joined":
      return fine(text`机器人已加入 ${channel(found.channel)}（${code(uses[found.use])}）。`);
    case "channel-not-joined":
      return {
        what: text`机器人未加入 ${channel(found.channel)}（${code(uses[found.use])}），无法在那里发言。`,
        mend: words("请在该频道邀请机器人：/invite @lifeguard。"),
      };
    case "channel-archived":
      return {
        what: text`${channel(found.channel)}（${code(uses[found.use])}）已归档。`,
        mend: words("请在 lifeguard.yml 中换一个频道，或恢复该频道。"),
      };
    case "channel-unknown":
      return {
        what: text`Slack 没有返回 ${channel(found.channel)}（${code(uses[found.use])}）的信息：${code(found.slackCode)}。`,
        mend: words("请检查 lifeguard.yml 中的 ID；如为私有频道，请邀请机器人：/invite @lifeguard。"),
      };
    case "versions":
      return fine(text`Lifeguard ${code(found.lifeguard)}，运行于 Node ${code(found.node)}。`);
    case "check-late":
      return {
        what: text`检查项 ${code(found.check)} 在 ${found.seconds} 秒内没有完成。`,
        mend: words("它所查询的服务没有应答：请检查网络和代理，然后重试。"),
      };
    case "check-broke":
      return {
        what: text`检查项 ${code(found.check)} 中断：${code(found.detail)}。`,
        mend: words("这是程序的错误，请反馈给我们。"),
      };
  }
}
