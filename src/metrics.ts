// Goes on as @prometheus-io/client, with the same API, from Node 22; this is its last version for Node 20.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What is looked up each time that the series are read. */
export interface Present {
  /** How many operations, that have not ended, are in each stage. */
  stages(): Promise<ReadonlyMap<string, number>>;
  /** Pieces of work by queue. */
  queues(): Readonly<Record<string, { readonly waiting: number; readonly running: number }>>;
  /** Seconds that the oldest change has been waiting for its card; 0: every card is current. */
  unshownFor(): number;
  /** Whether requests of Slack can arrive. */
  ready(): Promise<boolean>;
}

/** All that is counted. Names in labels are few and known: never an operation, a pool, a person. */
export interface Metrics {
  acknowledged(kind: string, milliseconds: number): void;
  refused(reason: string): void;
  decided(verdict: string, outcome: string): void;
  called(call: { readonly action: string; readonly outcome: string; readonly milliseconds: number }): void;
  regionAnswers(region: string, answers: boolean): void;
  throttled(service: "slack" | "ack"): void;
  shown(milliseconds: number): void;
  /** The series as Prometheus reads them, and the type of that text. */
  read(): Promise<{ readonly type: string; readonly body: string }>;
}

const seconds = (milliseconds: number): number => milliseconds / 1_000;

/** Declares every series of the bot: a registry for each bot, so that two in one process do not add up. */
export function createMetrics(present: Present): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const acknowledged = new Histogram({
    name: "lifeguard_acknowledge_seconds",
    help: "From the receipt of a request of Slack to its acknowledgement, by kind of request. Slack waits 3 seconds.",
    labelNames: ["kind"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
    registers,
  });
  const refused = new Counter({
    name: "lifeguard_requests_refused_total",
    help: "Requests that were not served, by why: codes of refusals, too-busy, copy (came twice), future (dated ahead).",
    labelNames: ["reason"],
    registers,
  });
  const decided = new Counter({
    name: "lifeguard_decisions_total",
    help: "Votes on operations by verdict, and by what came of them: taken, or the code of the refusal.",
    labelNames: ["verdict", "outcome"],
    registers,
  });
  const called = new Histogram({
    name: "lifeguard_cloud_call_seconds",
    help: "Calls of the ACK API, each try by itself, by action and outcome: ok, not-found, denied, refused, throttled, unreachable.",
    labelNames: ["action", "outcome"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25],
    registers,
  });
  const answers = new Gauge({
    name: "lifeguard_region_answers",
    help: "0 while a region of ACK was silent so often that it is not asked for a while, else 1.",
    labelNames: ["region"],
    registers,
  });
  const throttled = new Counter({
    name: "lifeguard_throttled_total",
    help: "Calls that were turned away for being too many, by service.",
    labelNames: ["service"],
    registers,
  });
  const shown = new Histogram({
    name: "lifeguard_publish_lag_seconds",
    help: "From the change of an operation to the moment in which its card shows it.",
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  for (const service of ["slack", "ack"]) throttled.inc({ service }, 0);

  // These keep nothing: each asks for the present when it is read.
  void new Gauge({
    name: "lifeguard_publish_waiting_seconds",
    help: "For how long the oldest change has been waiting for its card; 0: every card is current.",
    registers,
    collect() {
      this.set(present.unshownFor());
    },
  });
  void new Gauge({
    name: "lifeguard_operations",
    help: "Operations that have not ended, by stage.",
    labelNames: ["stage"],
    registers,
    async collect() {
      const stages = await present.stages();
      this.reset();
      for (const [stage, count] of stages) this.set({ stage }, count);
    },
  });
  void new Gauge({
    name: "lifeguard_queue_length",
    help: "Requests that were acknowledged and are not done yet, by queue, waiting or running.",
    labelNames: ["queue", "state"],
    registers,
    collect() {
      for (const [queue, { waiting, running }] of Object.entries(present.queues())) {
        this.set({ queue, state: "waiting" }, waiting);
        this.set({ queue, state: "running" }, running);
      }
    },
  });
  void new Gauge({
    name: "lifeguard_ready",
    help: "1 while requests of Slack can arrive, as /readyz says.",
    registers,
    async collect() {
      this.set((await present.ready()) ? 1 : 0);
    },
  });

  return {
    acknowledged: (kind, milliseconds) => acknowledged.observe({ kind }, seconds(milliseconds)),
    refused: (reason) => refused.inc({ reason }),
    decided: (verdict, outcome) => decided.inc({ verdict, outcome }),
    called({ action, outcome, milliseconds }) {
      called.observe({ action, outcome }, seconds(milliseconds));
      if (outcome === "throttled") throttled.inc({ service: "ack" });
    },
    regionAnswers: (region, yes) => answers.set({ region }, yes ? 1 : 0),
    throttled: (service) => throttled.inc({ service }),
    shown: (milliseconds) => shown.observe(seconds(milliseconds)),
    read: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}
