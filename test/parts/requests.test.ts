import { createHmac, randomUUID } from "node:crypto";
import * as fc from "fast-check";
import PQueue from "p-queue";
import { describe, expect, it } from "vitest";
import { startBot, type Stage } from "../support/running-bot.ts";

const mutations = (calls: readonly { readonly method: string }[]): number =>
  calls.filter(({ method }) => method !== "GET").length;

interface Signed {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request signed as Slack signs them (Slack: "Verifying requests from Slack"). */
function sign(secret: string, body: string, at = Date.now()): Signed {
  const timestamp = String(Math.floor(at / 1_000));
  const signature = `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
  return {
    body,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": signature,
    },
  };
}

function command(stage: Stage, text: string): string {
  return new URLSearchParams({
    command: "/pool",
    text,
    user_id: "U0ALICE",
    channel_id: "C0OPS",
    team_id: "T0LIFEGUARD",
    trigger_id: randomUUID(),
    response_url: `${stage.workspace.url}/nowhere`,
  }).toString();
}

async function send(
  { environment }: Stage,
  { body, headers }: Signed,
  signal: AbortSignal | null = null,
): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${environment["PORT"]}/slack/events`, {
    method: "POST",
    body,
    headers,
    signal,
  });
  return response.status;
}

describe("a request over HTTP", () => {
  it("runs once, however often an exact copy of it comes", async () => {
    const stage = await startBot({ transport: "http" });
    const { workspace, region } = stage;
    const request = sign(workspace.signingSecret, command(stage, "scale prod-pool 6"));
    const statuses = await Promise.all(Array.from({ length: 5 }, () => send(stage, request)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await workspace.waitFor(() => mutations(region.calls()) > 0, "the call", 10_000);
    expect(await send(stage, request)).toBe(200);
    expect(workspace.messages("C0OPS").filter(({ threadTs }) => threadTs === null)).toHaveLength(1);
    expect(mutations(region.calls())).toBe(1);
  });

  it("runs once over a restart, too", async () => {
    const stage = await startBot({ transport: "http" });
    const request = sign(stage.workspace.signingSecret, command(stage, "scale prod-pool 6"));
    await send(stage, request);
    await stage.workspace.waitFor(() => mutations(stage.region.calls()) > 0, "the call", 10_000);
    await stage.stopBot();
    await stage.restart();
    expect(await send(stage, request)).toBe(200);
    // What is taken now comes behind what would have come of the copy.
    await send(stage, sign(stage.workspace.signingSecret, command(stage, "scale prod/batch-pool 9")));
    expect(mutations(stage.region.calls())).toBe(1);
  });

  it.each([
    ["six minutes old", -6],
    ["six minutes ahead", 6],
  ])("that is %s is refused", async (_, minutes) => {
    const stage = await startBot({ transport: "http" });
    const at = Date.now() + minutes * 60_000;
    expect(await send(stage, sign(stage.workspace.signingSecret, command(stage, "scale prod-pool 6"), at))).not.toBe(
      200,
    );
    expect(stage.workspace.messages("C0OPS")).toEqual([]);
  });

  it("with a wrong signature, or with ssl_check to get around it, changes nothing", async () => {
    const stage = await startBot({ transport: "http" });
    const body = command(stage, "scale prod-pool 6");
    const right = sign(stage.workspace.signingSecret, body);
    for (const wrong of [
      sign("another secret", body),
      { ...right, body: body.replace("prod-pool", "gpu-pool") },
      { ...right, headers: { ...right.headers, "x-slack-signature": "v0=" } },
      { ...right, headers: { "content-type": "application/x-www-form-urlencoded" } },
      { body: `ssl_check=1&${body}`, headers: { "content-type": "application/x-www-form-urlencoded" } },
    ]) {
      await send(stage, wrong);
    }
    expect(stage.workspace.messages("C0OPS")).toEqual([]);
    expect(mutations(stage.region.calls())).toBe(0);
  });

  it("for a button that there is not is not acknowledged, whatever its name", async () => {
    const stage = await startBot({ transport: "http" });
    const press = (id: string): Promise<number> => {
      const payload = {
        type: "block_actions",
        user: { id: "U0ALICE" },
        team: { id: "T0LIFEGUARD" },
        channel: { id: "C0OPS" },
        trigger_id: randomUUID(),
        response_url: `${stage.workspace.url}/nowhere`,
        actions: [{ type: "button", block_id: "b", action_id: id, value: "help" }],
      };
      const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
      return send(stage, sign(stage.workspace.signingSecret, body), AbortSignal.timeout(6_000));
    };
    expect(await press("run-line:0")).toBe(200);
    const others = ["nobody", "constructor", "toString:0", "__proto__"];
    expect(await Promise.all(others.map(press))).toEqual([404, 404, 404, 404]);
  });

  it("that makes no sense crashes nothing", async () => {
    const stage = await startBot({ transport: "http" });
    const { signingSecret } = stage.workspace;
    // A payload that is null makes Bolt reject a promise that nobody holds; process.test.ts has it.
    const json = fc.json().filter((text) => text.trim() !== "null");
    const payloads = fc.oneof(
      fc.string().filter((text) => text.trim() !== "null"),
      json.map((text) => `payload=${encodeURIComponent(text)}`),
      fc
        .record({ type: fc.constantFrom("block_actions", "view_submission", "event_callback", "x"), actions: json })
        .map((payload) => `payload=${encodeURIComponent(JSON.stringify(payload))}`),
    );
    // Bolt answers some of these never: whoever sent one gives up, as Slack does.
    const impatience = AbortSignal.timeout.bind(AbortSignal, 500);
    const givesUp = (error: unknown): number => {
      if (error instanceof DOMException && error.name === "TimeoutError") return 0;
      throw error;
    };
    const queue = new PQueue({ concurrency: 400 });
    const bodies = fc.sample(payloads, { numRuns: 10_000, seed: 2_026 });
    await queue.addAll(bodies.map((body) => () => send(stage, sign(signingSecret, body), impatience()).catch(givesUp)));
    expect(mutations(stage.region.calls())).toBe(0);
    expect(stage.workspace.messages("C0OPS")).toEqual([]);
    await send(stage, sign(signingSecret, command(stage, "scale prod-pool 6")));
    await stage.workspace.waitFor(() => mutations(stage.region.calls()) === 1, "the call", 10_000);
  }, 120_000);
});
