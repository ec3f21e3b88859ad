import {
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  type IBackoff,
  type IPolicy,
  type IRetryBackoffContext,
  retry,
  timeout,
  TimeoutStrategy,
} from "cockatiel";
import * as z from "zod";
import { CloudError, type CloudFailure } from "../domain/cloud.ts";
import type { Instant } from "../domain/ids.ts";
import { toCloudError } from "./errors.ts";
import { type BreakerSettings, createRegionBreaker, type RegionBreaker, usualBreaker } from "./region-breaker.ts";
import type { Call, CloudAccess, Send } from "./sdk.ts";

/** What came of a call, each try by itself. */
export interface CallOutcome {
  readonly action: string;
  readonly outcome: "ok" | CloudFailure;
  readonly milliseconds: number;
  /** When the answer was made, by ACK's clock; null: none came, or it does not tell. */
  readonly answeredAt: Instant | null;
}

/** What the client says of its calls, for logs. */
export interface CallLog {
  debug(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** Who is told how calls go. */
export interface CallObserver {
  /** Called for each call, once it is over. */
  called(call: CallOutcome): void;
  /** Called when a region stops answering, and when it answers again. */
  regionAnswers(region: string, answers: boolean): void;
}

/** Milliseconds. A person waits for a reading call; a writing one takes longer and must not be given up early. */
const patience = { read: 10_000, write: 25_000 };
/** Tries of a reading call after the first one. */
const furtherTries = 2;
/** Milliseconds: who is asked to wait longer had better tell the person. */
const longestWait = 4_000;

/** Calls the ACK API. */
export interface Client {
  /** Loads what calls need, so that the first one, and whoever asks something meanwhile, need not wait for it. */
  prepare(): Promise<void>;
  /** Reads; tried again where that can help. */
  read<Answer>(call: Call, answer: z.ZodType<Answer>): Promise<Answer>;
  /** Changes something: called once, whatever happens. */
  write<Answer>(call: Call, answer: z.ZodType<Answer>): Promise<Answer>;
}

export function createClient(
  access: CloudAccess,
  log: CallLog,
  { called, regionAnswers }: CallObserver,
  breaking: BreakerSettings = usualBreaker,
): Client {
  let sdk: Promise<Send> | null = null;
  const loadSdk = (): Promise<Send> => (sdk ??= import("./sdk.ts").then(({ createSdk }) => createSdk(access)));
  const breakers = new Map<string, RegionBreaker>();

  function breakerOf(region: string): RegionBreaker {
    const known = breakers.get(region);
    if (known !== undefined) return known;
    const made = createRegionBreaker(region, breaking, (name, answers) => {
      log[answers ? "debug" : "warn"]({ region: name }, answers ? "region answers" : "region does not answer");
      regionAnswers(name, answers);
    });
    breakers.set(region, made);
    return made;
  }

  async function once<Answer>(call: Call, answer: z.ZodType<Answer>, limit: number): Promise<Answer> {
    const { region, action } = call;
    const send = await loadSdk();
    const started = performance.now();
    try {
      const raw = answerOf.parse(await send(call, limit));
      const value = answer.parse(raw.body);
      const milliseconds = performance.now() - started;
      log.debug({ action, region, milliseconds }, "cloud call answered");
      called({ action, outcome: "ok", milliseconds, answeredAt: dateOf(raw.headers) });
      return value;
    } catch (error) {
      const failure = toCloudError(error, action);
      const { code, requestId } = failure;
      const milliseconds = performance.now() - started;
      log.warn(
        { err: failure, action, region, code, requestId, failure: failure.failure, milliseconds },
        "cloud call failed",
      );
      called({ action, outcome: failure.failure, milliseconds, answeredAt: null });
      throw failure;
    }
  }

  return {
    async prepare() {
      await loadSdk();
    },
    read: (call, answer) =>
      guard(call.action, retrying, () =>
        breakerOf(call.region).run(call.action, "read", () =>
          guard(call.action, reading, () => once(call, answer, patience.read)),
        ),
      ),
    write: (call, answer) =>
      breakerOf(call.region).run(call.action, "write", () =>
        guard(call.action, writing, () => once(call, answer, patience.write)),
      ),
  };
}

const answerOf = z.object({ body: z.unknown(), headers: z.record(z.string(), z.unknown()).nullish() });

function dateOf(headers: z.infer<typeof answerOf>["headers"]): Instant | null {
  const date = Date.parse(String(headers?.["date"]));
  return Number.isNaN(date) ? null : date;
}

/** A sender that trickles bytes never trips the socket's timer: these count from the start. */
const reading = timeout(patience.read + 1_000, TimeoutStrategy.Aggressive);
const writing = timeout(patience.write + 1_000, TimeoutStrategy.Aggressive);

/** With jitter, so that many callers do not come back at once. */
const exponential = new ExponentialBackoff({ initialDelay: 300, maxDelay: longestWait });
const retrying = retry(handleWhen(isWorthRetrying), {
  maxAttempts: furtherTries,
  backoff: new DelegateBackoff<IRetryBackoffContext<unknown>, IBackoff<IRetryBackoffContext<unknown>>>(
    (context, previous) => {
      const state = previous === undefined ? exponential.next() : previous.next(context);
      const error = "error" in context.result ? context.result.error : null;
      const asked = error instanceof CloudError ? error.retryAfter : null;
      return { state, delay: asked ?? state.duration };
    },
  ),
});

/** Throttled calls were not made, and reading twice does no harm; who was silent for long will be silent again. */
function isWorthRetrying(error: Error): boolean {
  if (!(error instanceof CloudError)) return false;
  if (error.failure === "throttled") return (error.retryAfter ?? 0) <= longestWait;
  return error.failure === "unreachable" && !/Timeout|^RegionUnavailable$/i.test(error.code);
}

async function guard<Value>(action: string, policy: IPolicy, work: () => Promise<Value>): Promise<Value> {
  try {
    // A signal for each call: the one that all would share warns of a leak where there are more than ten at once.
    return await policy.execute(work, new AbortController().signal);
  } catch (error) {
    throw toCloudError(error, action);
  }
}
