import { type ReactNode, useId } from "react";
import * as z from "zod";
import { Element } from "../elements/element.tsx";
import { anyText, imageElement, plainText } from "./composition.ts";
import { Picture } from "./basic.tsx";
import { Text } from "./text.tsx";

export const section = z.object({
  block_id: z.string().default(""),
  text: anyText.optional(),
  fields: z.array(anyText).optional(),
  accessory: z.looseObject({ type: z.string(), placeholder: plainText.optional() }).optional(),
});

/** Text, fields in two columns, and one element beside them (Slack: "Section block"). */
export function Section({ block }: { readonly block: z.infer<typeof section> }): ReactNode {
  const id = useId();
  const { text, fields, accessory, block_id: blockId } = block;
  return (
    <div className="block-section">
      <div className="section-texts">
        {text !== undefined && <Text text={text} />}
        {fields !== undefined && (
          <div className="section-fields">
            {fields.map((field, at) => (
              <div key={at} className="section-field">
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory !== undefined && (
        <div className="section-accessory">
          <Accessory
            accessory={accessory}
            blockId={blockId}
            id={id}
            label={accessory.placeholder?.text ?? (text ?? fields?.[0])?.text.slice(0, 80) ?? ""}
          />
        </div>
      )}
    </div>
  );
}

function Accessory({
  accessory,
  blockId,
  id,
  label,
}: {
  readonly accessory: Readonly<Record<string, unknown>>;
  readonly blockId: string;
  readonly id: string;
  readonly label: string;
}): ReactNode {
  const image = imageElement.safeParse(accessory);
  if (image.success) return <Picture image={image.data} />;
  return (
    <Element
      element={accessory}
      field={{ blockId, id, label, describedBy: undefined, invalid: false, dispatches: true }}
    />
  );
}
