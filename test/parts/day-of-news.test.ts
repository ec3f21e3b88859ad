import { hoursToMilliseconds, minutesToMilliseconds } from "date-fns";
import { expect, it, onTestFinished } from "vitest";
import type { WebClient } from "@slack/web-api";
import * as z from "zod";
import { clusterId, channelId, type ChannelId } from "../../src/domain/ids.ts";
import { join } from "../../src/domain/text.ts";
import { postIn, type Story } from "../../src/domain/watching/story.ts";
import { askingFor, type Subscription } from "../../src/domain/watching/subscription.ts";
import type { Clock } from "../../src/engine/ports.ts";
import { createAcceleratedClock } from "../../src/sandbox/ack/clock.ts";
import { startRegion } from "../../src/sandbox/ack/server.ts";
import { defaultAssumptions } from "../../src/sandbox/slack/assumptions.ts";
import { startWorkspace } from "../../src/sandbox/slack/server.ts";
import { boltLogger } from "../../src/slack/app.ts";
import { mrkdwn } from "../../src/slack/mrkdwn.ts";
import { createWebClients } from "../../src/slack/web-clients.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { generatedDay, goWrong, happen } from "../support/generated-day.ts";
import { silentLog } from "../support/silent-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { nameOf, startWatchingBot } from "../support/watching-bot.ts";

/** How much faster the day passes, and how much faster this Slack takes messages: an hour of messages has to do for the day. */
const speed = 2_880;
const pace = 50;
const midnight = Date.UTC(2026, 10, 21);
const happenings = 300;
/** One day by default, so that a check of a change says something of the change; any other by `DAY_SEED=…`. */
const seed = Number(process.env["DAY_SEED"] ?? 176_777);

const everything: Subscription = {
  channel: channelId.parse("C0TEAM"),
  clusters: null,
  pools: null,
  kinds: null,
  severity: "info",
  quiet: null,
  since: 0,
  by: null,
};
const afternoon = { from: 12 * 60, to: 14 * 60, zone: 0, days: ["Saturday", "Sunday"] as const };
const subscriptions: readonly Subscription[] = [
  everything,
  { ...everything, channel: channelId.parse("C0OPS"), clusters: ["prod"], severity: "warning", quiet: afternoon },
  { ...everything, channel: channelId.parse("C0APPROVALS"), kinds: ["alert", "scaling"], pools: ["*-pool"] },
];

const listed = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      text: z.string(),
      metadata: z.object({ event_payload: z.object({ mark: z.string() }) }).optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
type Told = z.infer<typeof listed>["messages"][number];

/** All that stands in a channel, or in a thread, oldest first. */
async function standing(client: WebClient, channel: ChannelId, thread: string | null): Promise<readonly Told[]> {
  const found: Told[] = [];
  let cursor = "";
  do {
    const asked = { channel, limit: 200, include_all_metadata: true, ...(cursor === "" ? {} : { cursor }) };
    const page = listed.parse(
      thread === null
        ? await client.conversations.history(asked)
        : await client.conversations.replies({ ...asked, ts: thread }),
    );
    found.push(...page.messages.filter(({ ts }) => ts !== thread));
    cursor = page.response_metadata?.next_cursor ?? "";
  } while (cursor !== "");
  return found.toSorted((one, other) => Number(one.ts) - Number(other.ts));
}

const markOf = ({ metadata }: Told): string => metadata?.event_payload.mark ?? "";
const twice = (all: readonly string[]): readonly string[] => all.filter((each, index) => all.indexOf(each) !== index);

it(`a day of ${happenings} things that happen, with outages, lost answers, restarts and crashes: each story is told once, in order, at Slack's pace (DAY_SEED=${seed})`, async () => {
  const accelerated = createAcceleratedClock(speed, new Date(midnight));
  const clock: Clock = {
    now: () => accelerated.now().getTime(),
    elapsed: () => accelerated.now().getTime(),
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds / speed);
      return () => clearTimeout(timer);
    },
  };
  const { rateLimits } = defaultAssumptions;
  const workspace = await startWorkspace({
    // A burst is not multiplied by the pace.
    assumptions: { rateLimits: { ...rateLimits, scale: pace, channelBurst: rateLimits.channelBurst / pace } },
    scopes: ["chat:write", "channels:history"],
  });
  // The region lives in the bot's time: what it tells of the future is as far ahead for both.
  const region = await startRegion({ clock: { ...accelerated, speed: 0 }, accessKeys: { key: "secret" } });
  const bot = await startWatchingBot({
    region,
    workspace,
    clusters: region
      .pageCloud()
      .clusters.map(({ id, name, region: at }) => ({ id: clusterId.parse(id), name, region: at })),
    subscriptions,
    folder: await temporaryFolder(),
    clock,
    pace,
    interval: minutesToMilliseconds(4),
  });
  onTestFinished(async () => {
    await bot.stop();
    await workspace.close();
    await region.close();
  });
  const until = (moment: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(Math.max(0, moment - clock.now()), resolve);
    });

  await expect.poll(() => bot.hasLooked(), { timeout: 20_000, interval: 20 }).toBe(true);
  const dawn = clock.now();
  const tokens: string[] = [];
  const mends: Promise<void>[] = [];
  for (const { at, event } of generatedDay(seed, happenings)) {
    await until(dawn + minutesToMilliseconds(at));
    switch (event.kind) {
      case "restart":
        await bot.restart();
        break;
      case "crash":
        await bot.crash();
        break;
      case "slack-away":
      case "ack-away":
      case "answers-lost":
      case "messages-lost": {
        const broken = goWrong({ workspace, region }, event);
        if (broken !== null) mends.push(until(clock.now() + minutesToMilliseconds(broken.minutes)).then(broken.mend));
        break;
      }
      default:
        if (happen(region, event) && event.kind === "alert") tokens.push(event.token);
    }
  }
  await Promise.all(mends);
  workspace.clearFaults();
  // What runs comes to its end, and what is known of it is told.
  await until(clock.now() + hoursToMilliseconds(4));
  await expect.poll(() => bot.isIdle(), { timeout: 30_000, interval: 100 }).toBe(true);
  await bot.stop();

  const stories = bot.stories();
  const entries = stories.flatMap((story) => story.entries.map((entry) => ({ story, entry })));
  const alerts = entries.flatMap(({ entry: { news } }) => (news.kind === "alert" ? [news.message ?? ""] : []));
  // Nothing was missed, and nothing noticed twice.
  expect(alerts.toSorted()).toEqual(tokens.toSorted());
  expect(stories.length).toBeGreaterThan(40);

  const { reading } = createWebClients(workspace.botToken, workspace.apiUrl, boltLogger(silentLog), () => {});
  for (const subscription of subscriptions) {
    const { channel } = subscription;
    const mains = await standing(reading, channel, null);
    const doubled = new Set(twice(mains.map(markOf)));
    expect(mains.filter((message) => doubled.has(markOf(message)))).toEqual([]);
    for (const story of stories) {
      if (askingFor([subscription], story).length > 0) await isToldOnce(story, channel, mains);
    }
  }

  async function isToldOnce(story: Story, channel: ChannelId, mains: readonly Told[]): Promise<void> {
    const tellings = mains.flatMap((message) => {
      const told = bot
        .messages()
        .get(`${channel} ${markOf(message)}`)
        ?.get(nameOf(story));
      return told === undefined ? [] : [{ message, told, own: markOf(message).startsWith(`${nameOf(story)} message`) }];
    });
    const counts = tellings.map(({ told }) => told);
    const about = { channel, story: nameOf(story), entries: story.entries.map(({ news }) => news.kind) };
    const shown = postIn(story, channel)?.shown;
    expect({ ...about, shown, isTold: counts.length > 0, counts }).toEqual({
      ...about,
      shown: story.entries.length,
      isTold: true,
      // Each message after another tells more.
      counts: [...new Set(counts)].toSorted((one, other) => one - other),
    });
    const [first, ...more] = tellings.filter(({ own }) => own);
    expect({ ...about, more }).toEqual({ ...about, more: [] });
    if (first === undefined) return;
    const lines = await standing(reading, channel, first.message.ts);
    expect(twice(lines.map(markOf))).toEqual([]);
    const before = tellings.findLast(({ own }) => !own)?.told ?? 0;
    const rest = story.entries.slice(before === 1 ? 0 : before);
    const expected = story.entries.length === 1 ? [] : rest.map(({ at, news }) => words.stories.entryLine(at, news));
    const thread = lines.map(({ text }) => text).join("\n");
    expect({ ...about, thread }).toEqual({ ...about, thread: mrkdwn(join(expected, "\n"), 100_000) });
  }

  // Slack never had to say that it is too much.
  expect(workspace.webApiCalls().filter(({ status }) => status === 429)).toEqual([]);
}, 120_000);

const words = wordsOf("en");
