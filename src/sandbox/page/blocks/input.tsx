import { createContext, type ReactNode, use, useId } from "react";
import * as z from "zod";
import { Element } from "../elements/element.tsx";
import { plainText } from "./composition.ts";
import { plain } from "./text.tsx";

export const input = z.object({
  block_id: z.string().default(""),
  label: plainText,
  hint: plainText.optional(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
  element: z.looseObject({ type: z.string() }),
});

/** Messages under inputs, by block id: what the app found wrong with a submission. */
export const InputErrorsContext = createContext<Readonly<Record<string, string>>>({});

const groups = new Set(["checkboxes", "radio_buttons"]);

/** A label, a field, a hint, and what is wrong with it (Slack: "Input block"). */
export function Input({ block }: { readonly block: z.infer<typeof input> }): ReactNode {
  const id = useId();
  const error = use(InputErrorsContext)[block.block_id];
  const hintId = block.hint === undefined ? undefined : `${id}-hint`;
  const errorId = error === undefined ? undefined : `${id}-error`;
  const label = (
    <>
      {plain(block.label)}
      {block.optional && <span className="input-optional"> (optional)</span>}
    </>
  );
  return (
    <div className={error === undefined ? "block-input" : "block-input block-input-refused"}>
      {groups.has(block.element.type) ? (
        <div id={`${id}-label`} className="input-label">
          {label}
        </div>
      ) : (
        <label htmlFor={id} className="input-label">
          {label}
        </label>
      )}
      <Element
        element={block.element}
        field={{
          blockId: block.block_id,
          id,
          label: undefined,
          describedBy: [errorId, hintId].filter((each) => each !== undefined).join(" ") || undefined,
          invalid: error !== undefined,
          dispatches: block.dispatch_action,
        }}
      />
      {error !== undefined && (
        <p id={errorId} className="input-error" role="alert">
          {error}
        </p>
      )}
      {block.hint !== undefined && (
        <p id={hintId} className="input-hint">
          {plain(block.hint)}
        </p>
      )}
    </div>
  );
}
