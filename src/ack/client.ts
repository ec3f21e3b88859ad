import type cs from "@alicloud/cs20151215";
import credentials from "@alicloud/credentials";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";
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
import { z } from "zod";
import { CloudError, type CloudFailure } from "../domain/cloud.ts";
import type { Instant } from "../domain/ids.ts";
import { toCloudError, unreadableAnswer } from "./errors.ts";
import { type BreakerSettings, createRegionBreaker, type RegionBreaker, usualBreaker } from "./region-breaker.ts";

/** How to reach Alibaba Cloud. */
export interface CloudAccess {
  /** `host` or `host:port` with its protocol; null: the endpoint of each region. */
  readonly endpoint: { readonly protocol: "HTTP" | "HTTPS"; readonly host: string } | null;
  /** null: the default credential chain of @alicloud/credentials. */
  readonly accessKey: { readonly id: string; readonly secret: string; readonly securityToken: string | null } | null;
}

/** One call of the ACK API, version 2015-12-15. */
export interface Call {
  readonly region: string;
  readonly action: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** `nothing`: the answer has no body, or an empty one (ACK: PauseTask, ResumeTask, CancelTask). */
  readonly answers?: "json" | "nothing";
}

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

/** With every model of the API it is a good part of all that the program reads: not loaded before the bot can serve. */
const loadSdk = async (): Promise<typeof cs> => (await import("@alicloud/cs20151215")).default;

/** Calls the ACK API. Answers are raw: the SDK's typed models drop every field that they do not know. */
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
  const clients = new Map<string, InstanceType<typeof cs.default>>();
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

  function clientOf(region: string, sdk: typeof cs): InstanceType<typeof cs.default> {
    const known = clients.get(region);
    if (known !== undefined) return known;
    const made = new sdk.default(
      new $OpenApiUtil.Config({
        regionId: region,
        credential: credentialOf(access),
        ...(access.endpoint === null ? {} : { endpoint: access.endpoint.host, protocol: access.endpoint.protocol }),
      }),
    );
    clients.set(region, made);
    return made;
  }

  async function once<Answer>(call: Call, answer: z.ZodType<Answer>, limit: number): Promise<Answer> {
    const { region, action, method, path, query, body, answers = "json" } = call;
    const sdk = await loadSdk();
    const started = performance.now();
    try {
      const params = new $OpenApiUtil.Params({
        action,
        version: "2015-12-15",
        protocol: "HTTPS",
        pathname: path,
        method,
        authType: "AK",
        style: "ROA",
        reqBodyType: "json",
        bodyType: answers === "json" ? "json" : "none",
      });
      const request = new $OpenApiUtil.OpenApiRequest({
        headers: {},
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body }),
      });
      // Both: under Node the idle timer of the socket uses the connect timeout, which is 3 seconds if left out.
      const runtime = new RuntimeOptions({ connectTimeout: limit, readTimeout: limit });
      const raw = answerOf.parse(await clientOf(region, sdk).callApi(params, request, runtime));
      const value = answer.parse(raw.body);
      const milliseconds = performance.now() - started;
      log.debug({ action, region, milliseconds }, "cloud call answered");
      called({ action, outcome: "ok", milliseconds, answeredAt: dateOf(raw.headers) });
      return value;
    } catch (error) {
      const failure = error instanceof z.ZodError ? unreadable(error, action) : toCloudError(error, action);
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

function unreadable(error: z.ZodError, action: string): CloudError {
  return new CloudError({
    failure: "unreachable",
    code: unreadableAnswer,
    action,
    detail: z.prettifyError(error),
    requestId: null,
    retryAfter: null,
    cause: error,
  });
}

function credentialOf({ accessKey }: CloudAccess): InstanceType<typeof credentials.default> {
  if (accessKey === null) return new credentials.default();
  const { id, secret, securityToken } = accessKey;
  return new credentials.default(
    new credentials.Config({
      type: securityToken === null ? "access_key" : "sts",
      accessKeyId: id,
      accessKeySecret: secret,
      ...(securityToken === null ? {} : { securityToken }),
    }),
  );
}
