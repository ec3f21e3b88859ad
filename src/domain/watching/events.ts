import { hoursToMilliseconds, minutesToMilliseconds } from "date-fns";
import type { ClusterEvent } from "../cloud.ts";
import type { NodePool } from "../node-pool.ts";
import type { Memory, Sight } from "./memory.ts";
import type { Happening } from "./story.ts";

/** ACK lists events late: so far back they are read again, and known ones are passed over by their ids. */
const overlap = minutesToMilliseconds(10);
/** Milliseconds after which the same alert of the same pool is a story of its own. */
const calm = hoursToMilliseconds(1);
const mostSeen = 2_000;

/** Rules of managed pools by the id of their event or by their own name (ACK: alert rule set cluster-ops-err). */
const rule = /sls\.app\.ack\.nlc\.[a-z_]+|\bnlc-[a-z-]*[a-z]/;

/** The alert rule that an event is of; null: none of managed pools. */
export function alertRuleOf({
  type,
  reason,
  message,
}: Pick<ClusterEvent, "type" | "reason" | "message">): string | null {
  return [type, reason, message].map((part) => rule.exec(part ?? "")?.[0]).find((found) => found !== undefined) ?? null;
}

/** From when on events have to be read; null: never looked at, so that only what comes is of interest. */
export function eventsSince(known: Memory | null, at: number): number {
  return (known?.events?.since ?? at) - overlap;
}

/** Alerts of managed pools among a cluster's events, each told once. */
export function noticeEvents(
  known: Memory | null,
  { events, pools, at }: Pick<Sight, "events" | "pools" | "at">,
): Pick<Memory, "events" | "alerts"> & { readonly happenings: readonly Happening[] } {
  const lasting = Object.entries(known?.alerts ?? {});
  const over = lasting.filter(([, open]) => at - open.last >= calm);
  const alerts = Object.fromEntries(lasting.filter((each) => !over.includes(each)));
  const cursor = known?.events ?? null;
  if (events === null) return { events: cursor, alerts: known?.alerts ?? {}, happenings: [] };
  const happenings: Happening[] = over.map(([place, { key }]) => ({
    story: { key, kind: "alert", pool: poolIn(pools, place) },
    at,
    news: null,
    closes: true,
  }));
  const seen = new Set(cursor?.seen);
  const fresh = events.filter(({ id }) => !seen.has(id)).toSorted((one, other) => (one.at ?? at) - (other.at ?? at));
  for (const event of cursor === null ? [] : fresh) {
    const found = alertRuleOf(event);
    if (found === null) continue;
    const pool = poolIn(pools, `${event.subject ?? ""} ${event.message ?? ""}`);
    const place = `${pool?.id ?? ""} ${found}`;
    const key = alerts[place]?.key ?? `alert:${event.id}`;
    alerts[place] = { key, last: at };
    happenings.push({
      story: { key, kind: "alert", pool },
      at: event.at ?? at,
      news: { kind: "alert", rule: found, message: event.message },
      closes: false,
    });
  }
  const since = Math.max(cursor?.since ?? at, at);
  // Those that the next look can meet again.
  const kept = [
    ...[...seen].filter((id) => events.some((event) => event.id === id)),
    ...fresh.map(({ id }) => id),
  ].slice(-mostSeen);
  return { events: { since, seen: kept }, alerts, happenings };
}

/** The pool that a text names by its id. */
function poolIn(pools: readonly NodePool[], text: string): Happening["story"]["pool"] {
  const found = pools.find(({ id }) => text.includes(id));
  return found === undefined ? null : { id: found.id, name: found.name };
}
