import { readTimeSpan } from "../domain/grammar/time-span.ts";
import { operationId, type OperationId, userId, type UserId } from "../domain/ids.ts";
import type { SizeWish } from "../domain/changes/scale.ts";
import type { Runtime } from "../domain/changes/upgrade.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import type { NodePool } from "../domain/node-pool.ts";
import type { Expectation, Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import type { Lookup } from "./lookup.ts";

/** How a form asks for a parameter. */
export type Picker =
  | { readonly kind: "pool" }
  | { readonly kind: "cluster" }
  | { readonly kind: "operation" }
  | { readonly kind: "person" }
  | { readonly kind: "verb" }
  | { readonly kind: "text" }
  | { readonly kind: "paragraph" }
  /** A long text that can be a file, too. */
  | { readonly kind: "document" }
  | { readonly kind: "choice"; readonly choices: readonly string[] }
  | { readonly kind: "switch" };

/** Where a value is read: for messages, and to look names up. */
export interface Reading {
  readonly verb: string;
  readonly parameter: string;
  readonly lookup: Lookup;
}

/** One argument or option of a command. */
export interface Parameter<Value> {
  readonly picker: Picker;
  readonly required: boolean;
  /**
   * Whether an argument takes all the words that are left, or an option may stand several times; they come to {@link read} with
   * commas, those of an option with line breaks between them.
   */
  readonly repeats: boolean;
  /** Makes a value of what was typed; null where nothing was. */
  read(typed: string | boolean | null, reading: Reading): Promise<Result<Value, Refusal>>;
}

/** Whether a parameter may have lines and quotes, which a typed line has to wrap. */
export function isLong(parameter: Pick<Parameter<unknown>, "picker"> | undefined): boolean {
  return parameter?.picker.kind === "paragraph" || parameter?.picker.kind === "document";
}

export type ValueOf<Of> = Of extends Parameter<infer Value> ? Value : never;

type Reader<Value> = (typed: string, reading: Reading) => Result<Value, Refusal> | Promise<Result<Value, Refusal>>;

/** A parameter that has to be there, from how a typed value is read. */
export function required<Value>(picker: Picker, reader: Reader<Value>): Parameter<Value> {
  return {
    picker,
    required: true,
    repeats: false,
    async read(typed, reading) {
      if (typeof typed === "string" && typed !== "") return reader(typed, reading);
      return failure({ code: "missing-argument", verb: reading.verb, argument: reading.parameter });
    },
  };
}

/** Makes a parameter one that may be left out. */
export function optional<Value>(parameter: Parameter<Value>): Parameter<Value | null> {
  return {
    picker: parameter.picker,
    required: false,
    repeats: parameter.repeats,
    read: (typed, reading) =>
      typed === null || typed === "" ? Promise.resolve(success(null)) : parameter.read(typed, reading),
  };
}

/** Makes the last argument of a command one that takes all the words that are left, or an option one that may stand often. */
export function repeated<Value>(parameter: Parameter<Value>): Parameter<Value> {
  return { ...parameter, repeats: true };
}

/** A value that does not serve, with what it has to be. */
export function badValue(typed: string, reading: Reading, expected: Expectation): Result<never, Refusal> {
  return failure({ code: "bad-value", verb: reading.verb, parameter: reading.parameter, typed, expected });
}

/** A node pool by name or `cluster/pool`, with its present state. */
export function pool(): Parameter<NodePool> {
  return required({ kind: "pool" }, (typed, { lookup }) => lookup.pool(typed));
}

/** What a node pool is or was called, as typed: the past knows pools that there are no more. */
export function poolName(): Parameter<string> {
  return required({ kind: "pool" }, (typed) => success(typed));
}

export function cluster(): Parameter<ClusterReference> {
  return required({ kind: "cluster" }, (typed, { lookup }) => lookup.cluster(typed));
}

/** Names of a cluster and, where not all of it is meant, of one of its pools. */
export interface Place {
  readonly cluster: string;
  readonly pool: string | null;
}

/** A cluster, or a pool by name or `cluster/pool`: by their names, as rules know them. */
export function place(): Parameter<Place> {
  return required({ kind: "text" }, async (typed, { lookup }): Promise<Result<Place, Refusal>> => {
    const whole = await lookup.cluster(typed);
    if (whole.ok) return success({ cluster: whole.value.name, pool: null });
    const found = await lookup.pool(typed);
    return found.ok ? success({ cluster: found.value.cluster.name, pool: found.value.name }) : found;
  });
}

export function operation(): Parameter<OperationId> {
  return required({ kind: "operation" }, (typed, reading) => {
    const wanted = typed.toLowerCase();
    const id = operationId.safeParse(wanted.startsWith("op-") ? wanted : `op-${wanted}`);
    return id.success ? success(id.data) : badValue(typed, reading, { kind: "operation-id" });
  });
}

/** `6`, `+2` or `-2`. */
export function size(): Parameter<SizeWish> {
  return required({ kind: "text" }, (typed, reading): Result<SizeWish, Refusal> => {
    const match = /^([+-]?)(\d{1,6})$/.exec(typed);
    if (match === null) return badValue(typed, reading, { kind: "size" });
    const number = Number(match[2]);
    switch (match[1]) {
      case "+":
        return success({ kind: "relative", step: number });
      case "-":
        return success({ kind: "relative", step: -number });
      default:
        return success({ kind: "absolute", size: number });
    }
  });
}

export function wholeNumber(smallest: number, largest: number): Parameter<number> {
  return required({ kind: "text" }, (typed, reading) => {
    const number = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
    return number >= smallest && number <= largest
      ? success(number)
      : badValue(typed, reading, { kind: "whole-number", smallest, largest });
  });
}

export function choice<const Choice extends string>(choices: readonly Choice[]): Parameter<Choice> {
  return required({ kind: "choice", choices }, (typed, reading) => {
    const chosen = choices.find((candidate) => candidate.toLowerCase() === typed.toLowerCase());
    return chosen === undefined ? badValue(typed, reading, { kind: "choice", choices }) : success(chosen);
  });
}

export function word(): Parameter<string> {
  return required({ kind: "text" }, (typed) => success(typed));
}

/** Names with commas between them. */
export function words(): Parameter<readonly string[]> {
  return required({ kind: "text" }, (typed) =>
    success(
      typed
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    ),
  );
}

/** `containerd@1.6.39`. */
export function runtime(): Parameter<Runtime> {
  return required({ kind: "text" }, (typed, reading) => {
    const match = /^([^@\s]+)@([^@\s]+)$/.exec(typed);
    const [, name, version] = match ?? [];
    if (name === undefined || version === undefined) return badValue(typed, reading, { kind: "runtime" });
    return success({ name, version });
  });
}

/** `7d`, `12h` or `30m`; in milliseconds. */
export function timeSpan(): Parameter<number> {
  return required({ kind: "text" }, (typed, reading) => {
    const span = readTimeSpan(typed);
    return span === null ? badValue(typed, reading, { kind: "time-span" }) : success(span);
  });
}

/** Somebody, as Slack writes a mention: `<@U024BE7LH>`. */
export function person(): Parameter<UserId> {
  return required({ kind: "person" }, (typed, reading) => {
    const [, id] = /^<?@?([UW][A-Z0-9]{2,})(?:\|[^>]*)?>?$/.exec(typed) ?? [];
    return id === undefined ? badValue(typed, reading, { kind: "person" }) : success(userId.parse(id));
  });
}

/** The name of a command. */
export function verb(): Parameter<string> {
  return required({ kind: "verb" }, (typed) => success(typed.toLowerCase()));
}

/** An option without a value. */
export function flag(): Parameter<boolean> {
  return {
    picker: { kind: "switch" },
    required: false,
    repeats: false,
    read: (typed) => Promise.resolve(success(typed === true || typed === "true")),
  };
}
