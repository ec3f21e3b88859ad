/** Names for the ids that messages carry. */
import { createContext } from "react";
import type { PageState } from "../page-protocol.ts";
import type { Reader } from "./dates.ts";

export interface Names {
  readonly me: string;
  /** The id itself where nobody has it. */
  person(id: string): string;
  /** A user group's handle, without `@`; the id itself where no group has it. */
  group(id: string): string;
  /** Without `#`; null for a channel this person cannot see. */
  channel(id: string): string | null;
  /** Id of a channel by its name. */
  channelCalled(name: string): string | null;
}

export function namesOf(state: PageState): Names {
  const people = new Map(state.people.map(({ id, name }) => [id, name]));
  const groups = new Map(state.groups.map(({ id, handle }) => [id, handle]));
  const channels = state.channels.filter(({ kind }) => kind !== "direct");
  const names = new Map(channels.map(({ id, name }) => [id, name]));
  const ids = new Map(channels.map(({ id, name }) => [name, id]));
  return {
    me: state.me,
    person: (id) => people.get(id) ?? id,
    group: (id) => groups.get(id) ?? id,
    channel: (id) => names.get(id) ?? null,
    channelCalled: (name) => ids.get(name) ?? null,
  };
}

/** Whose eyes moments are written for, as Slack does: in their language and zone. */
export function readerOf({ people, me }: PageState): Reader {
  const person = people.find(({ id }) => id === me);
  if (person === undefined) return {};
  return { timeZone: person.timezone, ...(person.locale === null ? {} : { locale: person.locale }) };
}

export const ReaderContext = createContext<Reader>({});

export const NamesContext = createContext<Names>({
  me: "",
  person: (id) => id,
  group: (id) => id,
  channel: () => null,
  channelCalled: () => null,
});
