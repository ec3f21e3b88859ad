import { type ReactNode, useId } from "react";
import * as z from "zod";
import { Element } from "../elements/element.tsx";
import { plainText } from "./composition.ts";

export const actions = z.object({
  block_id: z.string().default(""),
  elements: z.array(z.looseObject({ type: z.string(), placeholder: plainText.optional() })),
});

/** A row of elements; the app is told of each use at once (Slack: "Actions block"). */
export function Actions({ block }: { readonly block: z.infer<typeof actions> }): ReactNode {
  const id = useId();
  return (
    <div className="block-actions">
      {block.elements.map((element, at) => (
        <Element
          key={at}
          element={element}
          field={{
            blockId: block.block_id,
            id: `${id}-${at}`,
            label: element.placeholder?.text,
            describedBy: undefined,
            invalid: false,
            dispatches: true,
          }}
        />
      ))}
    </div>
  );
}
