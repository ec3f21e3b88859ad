/** Which channels of theirs hold something a person has not seen. */
import { useEffect, useState } from "react";
import type { PageMessage, PageState } from "../page-protocol.ts";

/** The newest time stamp seen, by `person/channel`. What is older than the page itself counts as seen. */
export interface Seen {
  readonly since: number;
  readonly marks: Readonly<Record<string, number>>;
}

export function unreadChannels(state: PageState, seen: Seen): ReadonlySet<string> {
  const joined = new Set(
    state.channels.filter(({ kind, members }) => kind === "direct" || members.includes(state.me)).map(({ id }) => id),
  );
  return new Set(
    state.messages
      .filter(({ channel }) => joined.has(channel))
      .filter((message) => counts(message, state.me) && Number(message.ts) > markOf(seen, state.me, message.channel))
      .map((message) => message.channel),
  );
}

function markOf(seen: Seen, person: string, channel: string): number {
  return seen.marks[`${person}/${channel}`] ?? seen.since;
}

function counts(message: PageMessage, me: string): boolean {
  return message.author !== me && (message.threadTs === null || message.threadTs === message.ts);
}

/** Unread channels; the open one counts as seen. */
export function useUnread(state: PageState | null, open: string | null): ReadonlySet<string> {
  const [seen, setSeen] = useState<Seen | null>(null);
  const newest = (channel: string | null): number =>
    (state?.messages ?? [])
      .filter((message) => channel === null || message.channel === channel)
      .reduce((latest, message) => Math.max(latest, Number(message.ts)), 0);
  const newestHere = open === null ? 0 : newest(open);
  const me = state?.me;
  useEffect(() => {
    if (me === undefined) return;
    setSeen((before) => {
      const known = before ?? { since: newest(null), marks: {} };
      return open === null ? known : { ...known, marks: { ...known.marks, [`${me}/${open}`]: newestHere } };
    });
    // Only what is newest here, and whose eyes see it, moves a mark.
  }, [me, open, newestHere]);
  return state === null || seen === null ? new Set() : unreadChannels(state, seen);
}
