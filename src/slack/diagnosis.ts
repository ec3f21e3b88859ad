import { type Logger, WebClient } from "@slack/web-api";
import * as z from "zod";
import { type ChannelUse, type Check, type Finding, judgeClock, judgeScopes } from "../domain/diagnosis.ts";
import type { ChannelId } from "../domain/ids.ts";
import { type SlackFailure, slackFailure } from "./errors.ts";
import { slackFetch } from "./http.ts";
import { neededScopes } from "./scopes.ts";

export interface SlackDiagnosis {
  readonly botToken: string;
  /** null: Slack calls us over HTTP. */
  readonly appToken: string | null;
  /** null: Slack's own. */
  readonly apiUrl: string | null;
  readonly channels: readonly { readonly channel: ChannelId; readonly use: ChannelUse }[];
  readonly logger: Logger;
  readonly now: () => number;
}

/** Milliseconds. */
const patience = 5_000;
/** Channels that are looked at: Slack takes about 50 such calls a minute. */
const mostChannels = 40;

const granted = z.object({ scopes: z.array(z.string()) });
const conversation = z.object({ is_member: z.boolean().nullish(), is_archived: z.boolean().nullish() });

/** Checks of all that Slack has to do with. None of them opens a socket: Slack would send requests to it. */
export function slackChecks({ channels, appToken, ...access }: SlackDiagnosis): readonly Check[] {
  const { now } = access;
  return [
    { name: "bot token", run: () => checkToken(access) },
    ...(appToken === null ? [] : [{ name: "app token", run: () => checkAppToken(clientFor(access, appToken)) }]),
    {
      name: "channels",
      async run() {
        const client = clientFor(access, access.botToken);
        const findings: Finding[] = [];
        for (const each of channels.slice(0, mostChannels)) findings.push(await checkChannel(client, each));
        return findings;
      },
    },
  ];

  async function checkToken({ botToken }: Pick<SlackDiagnosis, "botToken">): Promise<readonly Finding[]> {
    const ahead: number[] = [];
    const client = clientFor(access, botToken, (header) => {
      const at = Date.parse(header ?? "");
      if (!Number.isNaN(at)) ahead.push(now() - at);
    });
    const findings = await tested(client);
    const last = ahead.at(-1);
    return [...findings, last === undefined ? { code: "clock-unknown", source: "slack" } : judgeClock("slack", last)];
  }
}

type Access = Pick<SlackDiagnosis, "apiUrl" | "logger">;

/** A client that asks once. @param dated told the `Date` of each answer */
function clientFor(
  { apiUrl, logger }: Access,
  token: string,
  dated: (header: string | null) => void = () => {},
): WebClient {
  const ask = slackFetch(patience);
  return new WebClient(token, {
    logger,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    async fetch(input, init) {
      const response = await ask(input, init);
      dated(response.headers.get("date"));
      return response;
    },
  });
}

async function tested(client: WebClient): Promise<readonly Finding[]> {
  try {
    const { team, user, response_metadata: metadata } = await client.auth.test();
    const scopes = granted.safeParse(metadata);
    return [
      { code: "bot-token-works", team: team ?? "?", bot: user ?? "?" },
      ...(scopes.success ? judgeScopes(neededScopes, scopes.data.scopes) : []),
    ];
  } catch (error) {
    const failure = slackFailure(error);
    return [
      failure.kind === "refused"
        ? { code: "bot-token-refused", slackCode: failure.code }
        : { code: "slack-unreachable", detail: detailOf(failure) },
    ];
  }
}

/** Asks where a socket could be opened, and opens none. */
async function checkAppToken(client: WebClient): Promise<readonly Finding[]> {
  try {
    await client.apps.connections.open({});
    return [{ code: "app-token-works" }];
  } catch (error) {
    const failure = slackFailure(error);
    return [
      failure.kind === "refused"
        ? { code: "app-token-refused", slackCode: failure.code }
        : { code: "slack-unreachable", detail: detailOf(failure) },
    ];
  }
}

async function checkChannel(
  client: WebClient,
  { channel, use }: { readonly channel: ChannelId; readonly use: ChannelUse },
): Promise<Finding> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    const { is_member: member, is_archived: archived } = conversation.parse(found);
    if (archived === true) return { code: "channel-archived", channel, use };
    return { code: member === true ? "channel-joined" : "channel-not-joined", channel, use };
  } catch (error) {
    const failure = slackFailure(error);
    const slackCode = failure.kind === "refused" ? failure.code : detailOf(failure);
    return { code: "channel-unknown", channel, use, slackCode };
  }
}

function detailOf(failure: Exclude<SlackFailure, { kind: "refused" }>): string {
  return failure.kind === "rate-limited" ? "rate-limited" : failure.detail;
}
