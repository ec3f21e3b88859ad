/**
 * What people have typed and chosen but not sent: by place, block id and action id. So it outlives an update of a view
 * that keeps its ids, a modal pushed on top, and a look at another channel.
 */
import { createContext, type ReactNode, useMemo, useState } from "react";
import type { Place, StateValues } from "../page-protocol.ts";

export interface Forms {
  valuesAt(place: Place, person: string): StateValues;
  keep(place: Place, person: string, values: StateValues): void;
}

export const FormsContext = createContext<Forms>({ valuesAt: () => ({}), keep: () => {} });

export function FormsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [forms, setForms] = useState<Readonly<Record<string, StateValues>>>({});
  const context = useMemo<Forms>(
    () => ({
      valuesAt: (place, person) => forms[keyOf(place, person)] ?? empty,
      keep: (place, person, values) => {
        setForms((before) => ({ ...before, [keyOf(place, person)]: values }));
      },
    }),
    [forms],
  );
  return <FormsContext value={context}>{children}</FormsContext>;
}

const empty: StateValues = {};

function keyOf(place: Place, person: string): string {
  return place.kind === "view" ? `${person}/view/${place.id}` : `${person}/${place.channel}/${place.ts}`;
}
