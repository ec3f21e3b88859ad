import { setTimeout as pause } from "node:timers/promises";
import type { Receiver, ReceiverEvent } from "@slack/bolt";
import { expect, test } from "vitest";
import { createAcknowledgements } from "../../src/slack/acknowledgements.ts";
import { boltLogger } from "../../src/slack/app.ts";
import { TimedApp } from "../../src/slack/timed-app.ts";

const logger = boltLogger({ isLevelEnabled: () => false, debug() {}, info() {}, warn() {}, error() {} });
const receiver: Receiver = { init() {}, start: async () => {}, stop: async () => {} };

/** A bot that notes what is acknowledged and what its listener goes on with. Slack takes so many milliseconds to be told. */
function startBot() {
  const events: string[] = [];
  const measured: number[] = [];
  const app = new TimedApp(
    { receiver, logger, authorize: async () => ({ botToken: "xoxb-1" }), convoStore: false },
    createAcknowledgements((_, milliseconds) => measured.push(milliseconds)),
  );
  app.command("/pool", async ({ ack, command }) => {
    await ack();
    events.push(`serve ${command.text}`);
  });
  const send = (text: string, milliseconds = 0): Promise<void> => {
    const event: ReceiverEvent = {
      body: { command: "/pool", text, user_id: "U1", channel_id: "C1", team_id: "T1" },
      ack: async () => {
        if (milliseconds > 0) await pause(milliseconds);
        events.push(`ack ${text}`);
      },
    };
    return app.processEvent(event);
  };
  return { app, events, measured, send };
}

test("requests that come together are all acknowledged before one of them is served", async () => {
  const { events, send } = startBot();

  // Each in a callback of its own, as Node hands on what came over several connections.
  const sent = ["1", "2", "3"].map((text) => new Promise<void>((resolve) => setImmediate(() => resolve(send(text)))));
  await Promise.all(sent);

  expect(events).toEqual(["ack 1", "ack 2", "ack 3", "serve 1", "serve 2", "serve 3"]);
});

test("an acknowledgement that takes long holds up for a moment only who was acknowledged before it, and is measured alone", async () => {
  const { events, measured, send } = startBot();

  await Promise.all([send("slow", 400), send("quick")]);

  expect(events).toEqual(["ack quick", "serve quick", "ack slow", "serve slow"]);
  const [quick, slow] = measured;
  // It stood back for a tenth of a second, which is not in it.
  expect(quick).toBeLessThan(90);
  expect(slow).toBeGreaterThan(390);
});

test("who stops has served what was acknowledged", async () => {
  const { app, events, send } = startBot();

  const slow = send("slow", 400);
  const quick = send("quick");
  await expect.poll(() => events, { interval: 1 }).toContain("ack quick");
  await app.stop();

  expect(events).toEqual(["ack quick", "serve quick"]);
  await Promise.all([slow, quick]);
});
