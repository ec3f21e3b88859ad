import { use } from "react";
import { SurfaceContext } from "../surface.tsx";
import type { InteractiveElement } from "./schemas.ts";
import { initialValue, type Value } from "./values.ts";

/** What an element's block tells it. */
export interface Field {
  readonly blockId: string;
  /** Id in the page's DOM, for the label to point at. */
  readonly id: string;
  /** Name for those who cannot see it, where no label points at it. */
  readonly label: string | undefined;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  /** Whether the app is told of each use, not only when the view is submitted. */
  readonly dispatches: boolean;
}

/** An element's present value, and how it changes. */
export function useValue(
  element: InteractiveElement,
  field: Field,
): { readonly value: Value; readonly change: (value: Value, dispatch?: boolean) => void } {
  const surface = use(SurfaceContext);
  const spot = { blockId: field.blockId, actionId: element.action_id };
  const kept = surface.valueAt(spot);
  return {
    // A value of another kind belongs to an element that stood here before.
    value: (kept?.["type"] === element.type ? kept : initialValue(element)) ?? {},
    change: (value, dispatch = field.dispatches) => {
      surface.use({ ...spot, value, action: dispatch ? value : null, confirm: element.confirm });
    },
  };
}

/** Attributes that every control of a field carries. */
export function controlAttributes(field: Field, focusOnLoad: boolean | undefined) {
  return {
    id: field.id,
    "aria-label": field.label,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    "data-focus-on-load": focusOnLoad === true ? true : undefined,
  };
}
