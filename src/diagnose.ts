import { readFileSync } from "node:fs";
import * as z from "zod";
import { cloudChecks } from "./ack/diagnosis.ts";
import type { Configuration } from "./configuration/configuration.ts";
import type { Environment } from "./configuration/environment.ts";
import type { ApproverGroup } from "./domain/approver-group.ts";
import type { CloudReader } from "./domain/cloud.ts";
import { type ChannelUse, type Check, type Finding, judgeClock } from "./domain/diagnosis.ts";
import type { ChannelId, UserId } from "./domain/ids.ts";
import { type Directory, exclusionOf, IdentityError } from "./domain/person.ts";
import { demandsOf, enoughFor, judgeReach } from "./domain/policy-reach.ts";
import { type SlackDiagnosis, slackChecks } from "./slack/diagnosis.ts";
import { storeChecks } from "./store/diagnosis.ts";

/** What a diagnosis looks at. */
export interface DiagnosisParts {
  readonly environment: Pick<Environment, "slack" | "dataFolder" | "databaseUrl" | "auditKey">;
  readonly configuration: Configuration;
  readonly cloud: CloudReader;
  /** null: Slack does not say who we are, so nobody can be looked up. */
  readonly directory: Directory | null;
  /** Milliseconds by which this machine's clock was ahead of ACK's at the last answer; null: there was none. */
  readonly aheadOfCloud: () => number | null;
  /** Whether Slack's requests reach the bot that runs. */
  readonly connection: () => Promise<Finding>;
  readonly logger: SlackDiagnosis["logger"];
  readonly now: () => number;
}

/** Milliseconds that a check may take, and one cluster among them: all run at the same time, and people wait for them. */
const limits = { check: 30_000, cluster: 15_000 };
/** People of one group that are looked up at most, to find enough who count. */
const mostLookups = 50;

/** Looks at everything that the bot needs. Checks run beside each other, each with a limit of time; none changes anything. */
export async function diagnose(parts: DiagnosisParts): Promise<readonly Finding[]> {
  const { environment, configuration, cloud, directory, logger, now } = parts;
  const { botToken, apiUrl, transport } = environment.slack;
  const checks: readonly Check[] = [
    ...slackChecks({
      botToken,
      appToken: transport.kind === "socket" ? transport.appToken : null,
      apiUrl,
      channels: channelsOf(configuration),
      logger,
      now,
    }),
    { name: "connection", run: async () => [await parts.connection()] },
    ...(directory === null ? [] : [{ name: "policies", run: () => checkPolicies(configuration, directory) }]),
    { name: "clusters", run: async () => (await runAll(await cloudChecks(cloud, now), limits.cluster)).flat() },
    ...(await checksOfStore(environment)),
    { name: "versions", run: async () => [{ code: "versions", lifeguard: version(), node: process.versions.node }] },
  ];
  const found = await runAll(checks, limits.check);
  // Last: the calls to the clusters have brought the time with them.
  const ahead = parts.aheadOfCloud();
  const clock: Finding = ahead === null ? { code: "clock-unknown", source: "ack" } : judgeClock("ack", ahead);
  return [...found.flat(), clock];
}

async function checksOfStore({
  dataFolder,
  databaseUrl,
  auditKey,
}: DiagnosisParts["environment"]): Promise<readonly Check[]> {
  if (databaseUrl === null || auditKey === null) return storeChecks({ dataFolder, auditKey });
  // Who stays with files does not load a database driver.
  const { databaseChecks } = await import("./store/postgres/diagnosis.ts");
  return databaseChecks(databaseUrl, auditKey);
}

function runAll(checks: readonly Check[], limit: number): Promise<readonly (readonly Finding[])[]> {
  return Promise.all(checks.map((check) => runOne(check, limit)));
}

async function runOne({ name, run }: Check, limit: number): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([{ code: "check-late", check: name, seconds: limit / 1_000 }]), limit);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    return [{ code: "check-broke", check: name, detail: error instanceof Error ? error.message : String(error) }];
  } finally {
    clearTimeout(timer);
  }
}

function channelsOf({ channels }: Configuration): readonly { readonly channel: ChannelId; readonly use: ChannelUse }[] {
  const { approvals, audit, notifications, allowed } = channels;
  const named: readonly (readonly [ChannelUse, readonly ChannelId[]])[] = [
    ["approvals", approvals === null ? [] : [approvals]],
    ["audit", audit === null ? [] : [audit]],
    ["notifications", notifications.map(({ channel }) => channel)],
    ["allowed", allowed ?? []],
  ];
  const uses = new Map<ChannelId, ChannelUse>();
  for (const [use, all] of named) for (const channel of all) if (!uses.has(channel)) uses.set(channel, use);
  return [...uses].map(([channel, use]) => ({ channel, use }));
}

/** Whoever asks while an answer is being looked for gets the same one. */
export function sharedWhileRunning<Value>(look: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<Value> | null = null;
  return () => {
    running ??= look().finally(() => {
      running = null;
    });
    return running;
  };
}

/** Whether every policy has people who count. */
async function checkPolicies(
  { policies, defaultApprovers }: Configuration,
  directory: Directory,
): Promise<readonly Finding[]> {
  const demands = demandsOf(policies, defaultApprovers);
  const enough = enoughFor(demands);
  const groups = new Map(demands.flatMap(({ from, each }) => [...from, ...each]).map((each) => [each.name, each]));
  const active = new Map<string, ReadonlySet<UserId>>();
  const unreadable: Finding[] = [];
  for (const group of groups.values()) {
    try {
      active.set(group.name, await activeMembers(group, enough, directory));
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
      unreadable.push({ code: "group-unreadable", group: group.name });
    }
  }
  return [...unreadable, ...judgeReach(demands, active)];
}

/** Members who count, as many as are enough: a large group need not be read to its end. */
async function activeMembers(
  { members }: ApproverGroup,
  enough: number,
  directory: Directory,
): Promise<ReadonlySet<UserId>> {
  const active = new Set<UserId>();
  for (const id of [...(await directory.members(members))].slice(0, mostLookups)) {
    if (active.size >= enough) break;
    if (exclusionOf(await directory.person(id), directory.homeTeamId) === null) active.add(id);
  }
  return active;
}

/** As the package says; it lies above the sources, and one higher above what is built of them. */
function version(): string {
  for (const path of ["../package.json", "../../package.json"]) {
    try {
      const text = readFileSync(new URL(path, import.meta.url), "utf8");
      return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
    } catch {
      // Not here.
    }
  }
  return "?";
}
