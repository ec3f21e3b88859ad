import { parse, YAMLParseError } from "yaml";
import type { ClusterReference } from "../domain/cluster.ts";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import type { PairWish, TaintWish } from "../domain/node-pool-request/keyed-lists.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { badValue, type Parameter, type Reading, required } from "./parameters.ts";

/** A node pool that is yet to be made; `cluster` is null where only its name was typed. */
export interface NewPoolName {
  readonly cluster: ClusterReference | null;
  readonly name: string;
}

/** `web`, or `prod/web`. What a name may be is a rule of requests. */
export function newPool(): Parameter<NewPoolName> {
  return required({ kind: "text" }, async (typed, { lookup }): Promise<Result<NewPoolName, Refusal>> => {
    const slash = typed.lastIndexOf("/");
    if (slash === -1) return success({ cluster: null, name: typed });
    const cluster = await lookup.cluster(typed.slice(0, slash));
    return cluster.ok ? success({ cluster: cluster.value, name: typed.slice(slash + 1) }) : cluster;
  });
}

export function onOff(): Parameter<boolean> {
  const choices = ["on", "off"] as const;
  return required({ kind: "choice", choices }, (typed, reading) => {
    const chosen = choices.find((candidate) => candidate === typed.toLowerCase());
    return chosen === undefined ? badValue(typed, reading, { kind: "choice", choices }) : success(chosen === "on");
  });
}

/** `2` or `10%`: as text, which is how ACK takes both. */
export function numberOrPercent(): Parameter<string> {
  return required({ kind: "text" }, (typed, reading) =>
    /^\d{1,6}%?$/.test(typed) ? success(typed) : badValue(typed, reading, { kind: "number-or-percent" }),
  );
}

/** Pieces with commas or line breaks between them. */
function piecesOf(typed: string): readonly string[] {
  return typed
    .split(/[,\n]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}

/** Reads each piece; the first that does not serve is told. */
function each<Value>(
  typed: string,
  reading: Reading,
  example: string,
  read: (piece: string) => Value | null,
): Result<readonly Value[], Refusal> {
  const pieces = piecesOf(typed);
  const values = pieces.map(read);
  const wrong = pieces.find((_, place) => values[place] === null);
  if (wrong !== undefined) return badValue(wrong, reading, { kind: "pairs", example });
  return success(values.filter((value) => value !== null));
}

/** `team=shop,tier=web`; a key with a minus behind it goes: `tier-`. */
export function pairs(): Parameter<readonly PairWish[]> {
  return required({ kind: "paragraph" }, (typed, reading) =>
    each(typed, reading, "team=shop,tier-", (piece): PairWish | null => {
      const [, key, value] = /^([^=]+)=(.*)$/.exec(piece) ?? [];
      if (key !== undefined && value !== undefined) return { key, value };
      const [, gone] = /^([^=]+)-$/.exec(piece) ?? [];
      return gone === undefined ? null : { key: gone, value: null };
    }),
  );
}

/** `workload=batch:NoSchedule`; `workload:NoExecute-` takes one away, `workload-` all of the key. */
export function taints(): Parameter<readonly TaintWish[]> {
  return required({ kind: "paragraph" }, (typed, reading) =>
    each(typed, reading, "workload=batch:NoSchedule,old-", (piece): TaintWish | null => {
      const [, key, value = "", effect, minus] =
        /^([^=:]+?)(?:=([^:]*?))?(?::(NoSchedule|NoExecute|PreferNoSchedule))?(-?)$/.exec(piece) ?? [];
      if (key === undefined) return null;
      const present = minus !== "-";
      // A taint is not made by half: which effect is meant has to be said.
      return present && effect === undefined ? null : { key, value, effect: effect ?? null, present };
    }),
  );
}

/** Data disks as `category:GiB` or `category:GiB:level`. */
export function dataDisks(): Parameter<readonly JsonObject[]> {
  return required({ kind: "text" }, (typed, reading) =>
    each(typed, reading, "cloud_essd:200:PL1", (piece): JsonObject | null => {
      const [, category, size, level] = /^(\w+):(\d{1,6})(?::(PL[0-3]))?$/.exec(piece) ?? [];
      if (category === undefined) return null;
      return { category, size: Number(size), ...(level === undefined ? {} : { performance_level: level }) };
    }),
  );
}

/** The highest price of each instance type, per hour: `ecs.g7.xlarge=0.39`. ACK takes prices as text. */
export function prices(): Parameter<readonly JsonObject[]> {
  return required({ kind: "text" }, (typed, reading) =>
    each(typed, reading, "ecs.g7.xlarge=0.39", (piece): JsonObject | null => {
      const [, type, price] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(piece) ?? [];
      return type === undefined ? null : { instance_type: type, price_limit: price };
    }),
  );
}

/** A script as people write it, or in base64 already: ACK takes it in base64. */
export function script(): Parameter<string> {
  return required({ kind: "paragraph" }, (typed) =>
    success(isBase64(typed.trim()) ? typed.trim() : Buffer.from(typed, "utf8").toString("base64")),
  );
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** Fields of ACK's document by path, one a line: `scaling_group.rds_instances=[rm-1]`; a value is YAML, nothing is none. */
export function assignments(): Parameter<JsonObject> {
  const example = "scaling_group.system_disk_encrypted=true";
  return required({ kind: "paragraph" }, (typed, reading): Result<JsonObject, Refusal> => {
    const set: Record<string, unknown> = {};
    for (const line of typed.split("\n").map((one) => one.trim())) {
      if (line === "") continue;
      const [, path, value] = /^([A-Za-z_][\w.[\]]*)\s*=(.*)$/.exec(line) ?? [];
      if (path === undefined || value === undefined) return badValue(line, reading, { kind: "pairs", example });
      const read = readYaml(value);
      if (!read.ok) return read;
      set[path] = read.value;
    }
    return success(set);
  });
}

/** A document that was pasted, in YAML or JSON. */
export function pasted(): Parameter<JsonObject> {
  return required({ kind: "document" }, (typed): Result<JsonObject, Refusal> => {
    const read = readYaml(typed);
    if (!read.ok) return read;
    return isJsonObject(read.value)
      ? success(read.value)
      : failure({ code: "request-invalid", problems: [{ code: "not-a-request", path: "" }] });
  });
}

/** JSON is YAML, too. Aliases are not followed: a few lines of them can grow without bounds. */
function readYaml(text: string): Result<unknown, Refusal> {
  try {
    return success(parse(text, { maxAliasCount: 0, logLevel: "error" }));
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) {
      // The first line tells what and where; the others repeat what was pasted.
      const [detail = ""] = error.message.split("\n");
      return failure({ code: "request-unreadable", detail: detail.replace(/[.:]$/, "") });
    }
    throw error;
  }
}
