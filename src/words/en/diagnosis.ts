import type { ChannelUse, ClockSource, Finding, Severity } from "../../domain/diagnosis.ts";
import { channel, code, type Text, text, words } from "../../domain/text.ts";
import type { Diagnosed } from "../diagnosed.ts";
import { cloudAdvice } from "./cloud-errors.ts";
import { connection } from "./connection.ts";
import { duration } from "./durations.ts";
import { listed } from "./joining.ts";
import { counted } from "./plural.ts";

const headings: Readonly<Record<Severity, string>> = {
  broken: "Broken",
  warning: "Worth knowing",
  ok: "In order",
};
const services: Readonly<Record<ClockSource, string>> = { slack: "Slack", ack: "Alibaba Cloud" };
const uses: Readonly<Record<ChannelUse, string>> = {
  approvals: "channels.approvals",
  notifications: "channels.notifications",
  allowed: "channels.allowed",
  audit: "channels.audit",
};

export const heading = (severity: Severity): string => headings[severity];

export const title = "What the doctor found";

export function summary(broken: number, warnings: number): Text {
  if (broken + warnings === 0) return words("Everything that was looked at is in order.");
  const parts = [
    ...(broken > 0 ? [`${counted(broken, "thing is", "things are")} broken`] : []),
    ...(warnings > 0 ? [`${counted(warnings, "thing is", "things are")} worth knowing`] : []),
  ];
  return words(`${parts.join(", ")}.`);
}

const fine = (what: Text): Diagnosed => ({ what, mend: null });
const codes = (all: readonly string[]): Text => listed(all.map((each) => code(each)));
const policyName = (policy: string | null): Text =>
  policy === null ? words("The rule where no policy matches") : text`Policy ${code(policy)}`;
const gibibytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
const off = (ahead: number): Text => words(`${duration(Math.abs(ahead))} ${ahead > 0 ? "ahead of" : "behind"}`);
const setClock = words("Let the machine set its clock by NTP: Slack and Alibaba Cloud refuse what is dated wrong.");
const reinstall = words("Give the app the scopes of manifest.yml, then install it in the workspace again.");
const newBotToken = words("Copy the bot token (xoxb-…) of the installed app into SLACK_BOT_TOKEN.");

const reconnect = words(
  "Look at its log, and at proxies and firewalls that cut long connections; it connects again by itself.",
);

export function finding(found: Finding): Diagnosed {
  switch (found.code) {
    case "bot-token-works":
      return fine(text`The bot token opens the workspace ${code(found.team)} as ${code(found.bot)}.`);
    case "bot-token-refused":
      return { what: text`Slack refuses the bot token: ${code(found.slackCode)}.`, mend: newBotToken };
    case "slack-unreachable":
      return {
        what: text`Slack does not answer: ${code(found.detail)}.`,
        mend: words("Let the machine reach slack.com on port 443; look at SLACK_API_URL and at status.slack.com."),
      };
    case "app-token-works":
      return fine(words("The app token opens sockets."));
    case "app-token-refused":
      return {
        what: text`Slack opens no socket with the app token: ${code(found.slackCode)}.`,
        mend: words(
          "Create an app-level token (xapp-…) with the scope connections:write, and see that Socket Mode is on.",
        ),
      };
    case "scopes-granted":
      return fine(words(`The app has all ${found.count} scopes that it needs.`));
    case "scopes-missing":
      return { what: text`The app lacks scopes: ${codes(found.scopes)}.`, mend: reinstall };
    case "scopes-beyond":
      return {
        what: text`The app has scopes that it does not need: ${codes(found.scopes)}.`,
        mend: words("Take them away: who gets hold of the token has them, too."),
      };
    case "clock-agrees":
      return fine(words(`The clock agrees with ${services[found.source]}'s.`));
    case "clock-off":
      return { what: text`The clock is ${off(found.ahead)} ${words(services[found.source])}'s.`, mend: setClock };
    case "clock-wrong":
      return {
        what: text`The clock is ${off(found.ahead)} ${words(services[found.source])}'s, so requests are refused.`,
        mend: setClock,
      };
    case "clock-unknown":
      return {
        what: words(`${services[found.source]} did not tell the time, so the clock could not be compared.`),
        mend: words("Mend first what is broken with its calls."),
      };
    case "connected":
      return fine(words("Answers come back over the connection to Slack."));
    case "not-connected":
      return {
        what: text`The bot that runs is ${connection(found.state)}.`,
        mend: reconnect,
      };
    case "bot-not-ready":
      return { what: text`The bot that runs here says: ${code(found.line)}.`, mend: reconnect };
    case "connection-unknown":
      return fine(words("No bot runs here, so its connection to Slack was not looked at."));
    case "cluster-readable":
      return fine(text`${code(found.cluster)}: all ${found.calls} reading calls are answered.`);
    case "cluster-without-pool":
      return fine(text`${code(found.cluster)} has no node pool, so calls about pools were not tried.`);
    case "cloud-call-failed":
      return {
        what: text`${found.cluster === null ? words("Clusters of the regions") : code(found.cluster)}: ${code(found.action)} fails with ${code(found.cloudCode)}. ${found.detail}`,
        mend:
          found.failure === "denied"
            ? text`Allow ${code(`cs:${found.action}`)} to the bot's RAM user or role, as deploy/ram-policy.json does.`
            : cloudAdvice(found.cloudCode, found.failure),
      };
    case "no-clusters":
      return {
        what: words("There is no cluster to operate."),
        mend: words("Name clusters, or regions to find them in, in lifeguard.yml."),
      };
    case "clusters-left-out":
      return {
        what: words(`Only ${found.looked} of ${found.of} clusters were looked at, so as not to flood ACK.`),
        mend: words("The same rights serve the others if the RAM policy names them."),
      };
    case "writing-untried":
      return fine(
        text`Rights to change cannot be tried without a change. The RAM policy must allow: ${codes(found.actions.map((action) => `cs:${action}`))}.`,
      );
    case "store-writable":
      return fine(text`The data folder ${code(found.folder)} can be written.`);
    case "store-refuses":
      return {
        what: text`The data folder ${code(found.folder)} cannot be written: ${code(found.detail)}.`,
        mend: words(
          "Give the account that the bot runs as the folder that LIFEGUARD_DATA_DIR names. Until then nothing is decided.",
        ),
      };
    case "disk-roomy":
      return fine(words(`The disk of the data folder has ${gibibytes(found.bytes)} free.`));
    case "disk-low":
    case "disk-full":
      return {
        what: words(`The disk of the data folder has only ${gibibytes(found.bytes)} free.`),
        mend: words(
          "Make room, or give it a larger one: without room nothing is decided. Copy old months of archive and audit away first.",
        ),
      };
    case "database-works":
      return fine(
        text`The database ${code(found.database)} can be written, and answers within ${words(`${found.milliseconds} ms`)}.`,
      );
    case "database-slow":
      return {
        what: text`The database ${code(found.database)} takes ${words(`${found.milliseconds} ms`)} to answer.`,
        mend: words("Run it near the bot: each decision asks it several times before it counts."),
      };
    case "database-refuses":
      return {
        what: text`The database ${code(found.database)} cannot be used: ${code(found.detail)}.`,
        mend: words(
          "Look at DATABASE_URL, at the server, and at the rights of its user. Until then nothing is decided.",
        ),
      };
    case "tables-current":
      return fine(text`Its tables are of this version: ${code(found.version)}.`);
    case "tables-behind":
      return fine(text`The next start brings its tables up to date: ${codes(found.missing)}.`);
    case "tables-ahead":
      return {
        what: text`A newer version of Lifeguard has changed the tables: ${codes(found.unknown)}.`,
        mend: words("Run that version everywhere: this one does not start again."),
      };
    case "audit-empty":
      return fine(words("The audit log is still empty."));
    case "audit-whole":
      return fine(words(`The newest part of the audit log holds together, up to record ${found.count}.`));
    case "audit-broken":
      return {
        what: text`Record ${found.sequence} of the audit log is ${code(found.fault)}.`,
        mend: words(
          "Keep the log as it is, and run npm run audit verify: somebody changed them, or the key is another one.",
        ),
      };
    case "audit-unreadable":
      return {
        what: text`The audit log cannot be read: ${code(found.detail)}.`,
        mend: words("Look at the rights of the folder audit below LIFEGUARD_DATA_DIR, and run npm run audit verify."),
      };
    case "audit-key-beside":
      return {
        what: words("The key of the audit log lies beside it: who has the disk can write the log anew."),
        mend: words("Give LIFEGUARD_AUDIT_KEY from a secret store; docs/policies.md tells how."),
      };
    case "policies-reachable":
      return fine(words(`Every policy has enough people who count, and one more (${found.count} looked at).`));
    case "policy-unreachable":
      return {
        what: text`${policyName(found.policy)} asks for ${found.needed} approvals, and ${words(counted(found.able, "person", "people"))} could give one: nothing that it rules can run.`,
        mend: words("Put people into its groups: active full members of the workspace, no guests or bots."),
      };
    case "policy-tight":
      return {
        what: text`${policyName(found.policy)} can need ${words(counted(found.needed, "person", "people"))} with who asks, and its groups have ${found.able}.`,
        mend: words("Put one more person into its groups: nobody decides on their own request."),
      };
    case "group-empty":
      return {
        what: text`${policyName(found.policy)} needs somebody of the group ${code(found.group)}, which has nobody who counts.`,
        mend: words("Put active full members into the group, or take it out of the policy."),
      };
    case "group-unreadable":
      return {
        what: text`Slack does not tell who is in the group ${code(found.group)}.`,
        mend: words("Look at its ID in lifeguard.yml, whether it was disabled, and at the scope usergroups:read."),
      };
    case "channel-joined":
      return fine(text`The bot is in ${channel(found.channel)} (${code(uses[found.use])}).`);
    case "channel-not-joined":
      return {
        what: text`The bot is not in ${channel(found.channel)} (${code(uses[found.use])}), so it cannot post there.`,
        mend: words("Invite it there: /invite @lifeguard."),
      };
    case "channel-archived":
      return {
        what: text`${channel(found.channel)} (${code(uses[found.use])}) is archived.`,
        mend: words("Name another channel in lifeguard.yml, or bring it back."),
      };
    case "channel-unknown":
      return {
        what: text`Slack does not show ${channel(found.channel)} (${code(uses[found.use])}): ${code(found.slackCode)}.`,
        mend: words(
          "Look at its ID in lifeguard.yml. Where it is a private channel, invite the bot: /invite @lifeguard.",
        ),
      };
    case "versions":
      return fine(text`Lifeguard ${code(found.lifeguard)} on Node ${code(found.node)}.`);
    case "check-late":
      return {
        what: text`${code(found.check)} did not come to an end within ${words(`${found.seconds} s`)}.`,
        mend: words("Whatever it asks does not answer: look at the network and proxies, then ask again."),
      };
    case "check-broke":
      return {
        what: text`${code(found.check)} broke off: ${code(found.detail)}.`,
        mend: words("That is a mistake of the program: please report it."),
      };
  }
}
