/** Who and what can be chosen from menus of people and channels. */
import { createContext } from "react";
import type { PageState } from "../page-protocol.ts";

interface Entry {
  readonly id: string;
  readonly name: string;
}

export interface Directory {
  readonly people: readonly Entry[];
  readonly channels: readonly Entry[];
}

export function directoryOf(state: PageState): Directory {
  return {
    people: state.people.filter(({ kind }) => kind !== "deactivated").map(({ id, name }) => ({ id, name })),
    channels: state.channels
      .filter(({ kind, archived }) => kind !== "direct" && !archived)
      .map(({ id, name }) => ({ id, name: `#${name}` })),
  };
}

export const DirectoryContext = createContext<Directory>({ people: [], channels: [] });
