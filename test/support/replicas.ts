import { expect } from "vitest";
import { type Process, startProgram } from "./bot-process.ts";
import { query, temporaryDatabase } from "./database.ts";
import { freePort } from "./free-port.ts";
import { setStage, type Stage, type StageOptions } from "./running-bot.ts";

/** A built bot in a process of its own, on a database that it shares. */
export interface Replica extends Process {
  readonly port: number;
  /** Who it is to the database, once its store is open. */
  name(): string | null;
  ready(): Promise<boolean>;
}

export interface ReplicaStage extends Stage {
  readonly database: string;
  /** Starts another replica, and waits until it serves. */
  startReplica(): Promise<Replica>;
  /** The one of these that carries something, once one does. */
  carrierAmong(replicas: readonly Replica[]): Promise<Replica>;
  /** The one of these that does what one does for all. */
  leaderAmong(replicas: readonly Replica[]): Promise<Replica>;
}

export const auditKey = "k".repeat(32);

/** A stage for several bots that share a database of the test's own. */
export async function setReplicaStage(options: StageOptions = {}): Promise<ReplicaStage> {
  const database = await temporaryDatabase();
  const stage = await setStage(options);
  return {
    ...stage,
    database,
    async startReplica() {
      const port = await freePort();
      const program = startProgram({
        ...stage.environment,
        PORT: String(port),
        DATABASE_URL: database,
        LIFEGUARD_AUDIT_KEY: auditKey,
        LOG_LEVEL: "info",
      });
      const replica: Replica = {
        ...program,
        port,
        name: () => /"replica":"([^"]+)"/.exec(program.output())?.[1] ?? null,
        ready: async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.status === 200,
      };
      await expect.poll(() => replica.ready(), { timeout: 20_000, message: program.errors() }).toBe(true);
      return replica;
    },
    carrierAmong: (replicas) => holderAmong(replicas, database, "cluster not like 'role:%'"),
    leaderAmong: (replicas) => holderAmong(replicas, database, "cluster = 'role:background'"),
  };
}

/** Who of some replicas holds a lease, once one does. */
async function holderAmong(replicas: readonly Replica[], database: string, which: string): Promise<Replica> {
  const find = async (): Promise<Replica | null> => {
    const [lease] = await query(database, `select holder from leases where until > clock_timestamp() and ${which}`);
    return replicas.find((replica) => replica.name() === lease?.["holder"]) ?? null;
  };
  await expect.poll(find, { timeout: 15_000 }).not.toBeNull();
  const found = await find();
  if (found === null) throw new Error("nobody holds it any more");
  return found;
}
