/** What the page's drawer does to the cloud, in one pool after the other. */
import { describe, expect, it } from "vitest";
import { interfere } from "../../src/sandbox/interference.ts";
import { openRegion, pools } from "./ack/fixture.ts";

describe("behind the bot's back", () => {
  it("a size and a label are set as in the console, and ACK's refusal is told", async () => {
    const { region, clock } = await openRegion();
    const pool = pools.prod;
    expect(interfere(region, clock, { do: "label", pool, key: "tier", value: "gold" })).toEqual({
      ok: true,
      error: null,
    });
    clock.advance(600_000);
    const prod = region.state.clusters.values().next().value?.pools.get(pool);
    expect(prod?.nodes.map(({ labels }) => labels)).toMatchObject([
      { tier: "gold" },
      { tier: "gold" },
      { tier: "gold" },
    ]);
    expect(interfere(region, clock, { do: "resize", pool, desiredSize: 4 }).ok).toBe(true);
    const refused = interfere(region, clock, { do: "resize", pool: pools.batch, desiredSize: 9 });
    expect(refused).toEqual({ ok: false, error: expect.stringMatching(/auto/i) });
  });

  it("ACK plans work of its own, in the page's time", async () => {
    const { region, clock } = await openRegion();
    interfere(region, { ...clock, speed: 30 }, { do: "plan", pool: pools.batch, type: "CVE_FIX", seconds: 40 });
    const plan = [...region.state.plans.values()].at(-1);
    expect(plan).toMatchObject({ poolId: pools.batch, type: "CVE_FIX", state: "Scheduled" });
    expect((plan?.start ?? 0) - clock.now().getTime()).toBe(40_000 * 30);
  });

  it("a node breaks and heals; what cannot be done is told", async () => {
    const { region, clock } = await openRegion();
    const pool = pools.gpu;
    const gpu = region.state.clusters.values().next().value?.pools.get(pool);
    const broken = () => gpu?.nodes.filter(({ life }) => life === "failed").map(({ error }) => error);
    expect(interfere(region, clock, { do: "heal-nodes", pool })).toMatchObject({ ok: false });
    interfere(region, clock, { do: "break-node", pool });
    expect(broken()).toEqual([expect.stringContaining("NvidiaDeviceLost")]);
    interfere(region, clock, { do: "break-node", pool });
    expect(interfere(region, clock, { do: "break-node", pool })).toMatchObject({ ok: false });
    interfere(region, clock, { do: "heal-nodes", pool });
    expect(broken()).toEqual([]);
  });

  it("vulnerabilities turn up one by one, until there is none left; an alert rule fires", async () => {
    const { region, clock } = await openRegion();
    const pool = pools.gpu;
    const found = () => interfere(region, clock, { do: "find-vulnerability", pool }).ok;
    expect([found(), found(), found(), found(), found(), found()]).toEqual([true, true, true, true, true, false]);
    interfere(region, clock, { do: "raise-alert", pool, rule: "repair_fail" });
    expect(region.state.notices.at(-1)).toMatchObject({ subject: pool, reason: "sls.app.ack.nlc.repair_fail" });
  });
});
