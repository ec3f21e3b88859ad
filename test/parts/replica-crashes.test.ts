import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { operation as schema, type Operation } from "../../src/domain/operation.ts";
import { query } from "../support/database.ts";
import { type Replica, type ReplicaStage, setReplicaStage } from "../support/replicas.ts";

/** How often a replica is killed; the long form is `LIFEGUARD_CRASHES=1000 npx vitest run --project parts test/parts/replica-crashes.test.ts`. */
const crashes = Number(process.env["LIFEGUARD_CRASHES"] ?? "6");
/** Milliseconds within which a kill comes after a request: over the whole life of an operation at this speed. */
const longestLife = 2_500;

const ended = new Set(["succeeded", "failed", "cancelled", "rejected", "withdrawn", "expired", "stale"]);

async function operationsIn({ database }: ReplicaStage): Promise<readonly Operation[]> {
  const rows = await query(database, "select document from operations order by requested_at");
  return rows.map(({ document }) => schema.parse(document));
}

const mutations = ({ region }: ReplicaStage): number => region.calls().filter(({ method }) => method !== "GET").length;

/** Asks until it is written down: a line whose replica dies before that has no effect, and nobody was told it had. */
async function ask(stage: ReplicaStage, line: string): Promise<void> {
  const before = (await operationsIn(stage)).length;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await stage.workspace.type("U0ALICE", "C0OPS", line).catch(() => {});
    for (let look = 0; look < 20; look += 1) {
      if ((await operationsIn(stage)).length > before) return;
      await setTimeout(200);
    }
  }
  throw new Error(`nobody takes ${line}`);
}

/** Approves whatever waits, until it has been heard, and waits for the end. */
async function seeThrough(stage: ReplicaStage): Promise<Operation> {
  const { workspace } = stage;
  const last = async (): Promise<Operation | undefined> => (await operationsIn(stage)).at(-1);
  await expect
    .poll(
      async () => {
        const operation = await last();
        if (operation?.state.stage === "awaiting-sign-off" && operation.publication.card !== null) {
          const { channel, ts } = operation.publication.card;
          const card = workspace.messages(channel).find((message) => message.ts === ts);
          if (card !== undefined) await workspace.press("U0BOB", card, "approve").catch(() => {});
        }
        return operation !== undefined && ended.has(operation.state.stage);
      },
      { timeout: 150_000, interval: 300 },
    )
    .toBe(true);
  const operation = await last();
  if (operation === undefined) throw new Error("there was an operation");
  return operation;
}

describe("two replicas, either killed at any moment", () => {
  it(
    `lose no decision, double no call, and end every operation with a true card, over ${crashes} crashes`,
    async () => {
      const stage = await setReplicaStage({ speed: 1_200 });
      const { workspace, database } = stage;
      let replicas: readonly Replica[] = [await stage.startReplica(), await stage.startReplica()];
      for (let crash = 0; crash < crashes; crash += 1) {
        const called = mutations(stage);
        const victim = replicas[crash % 2];
        const ending = ask(stage, `/pool scale prod-pool ${crash % 2 === 0 ? 6 : 3}`).then(() => seeThrough(stage));
        // Spread evenly over that time, in no order.
        await setTimeout(longestLife * ((crash * 0.618) % 1));
        victim?.child.kill("SIGKILL");
        await victim?.ended();
        const survivors = replicas.filter((replica) => replica !== victim);
        replicas = [...survivors, await stage.startReplica()].toReversed();
        const operation = await ending;
        expect(`${crash}: ${operation.state.stage}`).toBe(`${crash}: succeeded`);
        expect(mutations(stage)).toBe(called + 1);
        const closed = async (): Promise<unknown> =>
          (await query(database, `select open from operations where id = '${operation.id}'`))[0]?.["open"];
        await expect.poll(closed, { timeout: 30_000 }).toBe(false);
        const card = (await operationsIn(stage)).at(-1)?.publication.card;
        const shown = workspace.messages(card?.channel ?? "").find(({ ts }) => ts === card?.ts);
        expect(JSON.stringify(shown?.blocks)).toMatch(/Done/);
      }
      const votes = await query(
        database,
        "select operation, count(*) as times from audit where record->'entry'->>'kind' = 'submission-began' group by 1",
      );
      expect(votes).toHaveLength(crashes);
    },
    120_000 + crashes * 60_000,
  );
});
