/** A message or view whose elements people use: it holds their values and carries their actions to the app. */
import { createContext, type ReactNode, use, useState } from "react";
import type { Block, Place, StateValues } from "../page-protocol.ts";
import { type Confirmation, option, type Option, optionGroup } from "./blocks/composition.ts";
import { ConfirmDialog } from "./elements/confirm.tsx";
import { completeValues, type Value, withValue } from "./elements/values.ts";
import { FormsContext } from "./forms.tsx";
import { NamesContext } from "./names.ts";
import { askOptions, useElement as postAction } from "./server.ts";

/** Where an element stands within its surface. */
interface Spot {
  readonly blockId: string;
  readonly actionId: string;
}

/** One use of an element. */
interface Use extends Spot {
  /** What the element holds from now on; null where it holds nothing. */
  readonly value: Value | null;
  /** The element's part of the action, without ids; null where the app is told only when the view is submitted. */
  readonly action: Value | null;
  readonly confirm: Confirmation | undefined;
}

export interface Surface {
  valueAt(spot: Spot): Value | undefined;
  use(what: Use): void;
  /** Options for what was typed into a menu that the app fills. */
  ask(spot: Spot, query: string): Promise<readonly Option[]>;
  isPending(spot: Spot): boolean;
}

const nothing: Surface = {
  valueAt: () => undefined,
  use: () => {},
  ask: () => Promise.resolve([]),
  isPending: () => false,
};

export const SurfaceContext = createContext<Surface>(nothing);

export function SurfaceProvider({
  place,
  blocks,
  children,
}: {
  readonly place: Place;
  readonly blocks: readonly Block[];
  readonly children: ReactNode;
}): ReactNode {
  const { me } = use(NamesContext);
  const forms = use(FormsContext);
  const [pending, setPending] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState<Use | null>(null);
  const [error, setError] = useState<string | null>(null);
  const given = forms.valuesAt(place, me);

  const carryOut = async (what: Use): Promise<void> => {
    const values = what.value === null ? given : withValue(given, what.blockId, what.actionId, what.value);
    if (what.value !== null) forms.keep(place, me, values);
    if (what.action === null) return;
    setError(null);
    setPending((before) => [...before, keyOf(what)]);
    const delivered = await postAction(actionBody(me, place, what, completeValues(blocks, values)));
    setPending((before) => without(before, keyOf(what)));
    if (!delivered.ok) setError(delivered.error ?? "unknown_error");
  };

  const surface: Surface = {
    valueAt: ({ blockId, actionId }) => given[blockId]?.[actionId],
    use: (what) => {
      if (what.confirm === undefined) void carryOut(what);
      else setAsking(what);
    },
    ask: async ({ blockId, actionId }, query) => {
      const answer = await askOptions({ as: me, place, blockId, actionId, query });
      return answer.options.flatMap(readOptions);
    },
    isPending: (spot) => pending.includes(keyOf(spot)),
  };

  return (
    <SurfaceContext value={surface}>
      {children}
      {error !== null && (
        <p className="surface-error" role="alert">
          The app did not take that ({error}). Try again.
        </p>
      )}
      {asking?.confirm !== undefined && (
        <ConfirmDialog
          confirmation={asking.confirm}
          onConfirm={() => {
            setAsking(null);
            void carryOut(asking);
          }}
          onDeny={() => setAsking(null)}
        />
      )}
    </SurfaceContext>
  );
}

function actionBody(me: string, place: Place, what: Use, values: StateValues) {
  return {
    as: me,
    place,
    action: {
      ...what.action,
      action_id: what.actionId,
      block_id: what.blockId,
      action_ts: (Date.now() / 1_000).toFixed(6),
    },
    values,
  };
}

/** The server may tell options one by one or in groups. */
function readOptions(block: Block): readonly Option[] {
  const group = optionGroup.safeParse(block);
  if (group.success) return group.data.options;
  const single = option.safeParse(block);
  return single.success ? [single.data] : [];
}

function keyOf({ blockId, actionId }: Spot): string {
  return `${blockId}/${actionId}`;
}

function without(list: readonly string[], item: string): readonly string[] {
  const at = list.indexOf(item);
  return at < 0 ? list : list.toSpliced(at, 1);
}
