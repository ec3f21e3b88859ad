import type { ReactNode } from "react";
import { Placeholder } from "../blocks/placeholder.tsx";
import { Button } from "./button.tsx";
import { Checkboxes, RadioButtons } from "./choices.tsx";
import type { Field } from "./field.ts";
import { FileInput } from "./file-input.tsx";
import { IdSelect } from "./id-select.tsx";
import { Overflow } from "./overflow.tsx";
import { Picker } from "./pickers.tsx";
import { interactiveElement, type InteractiveElement } from "./schemas.ts";
import { OptionSelect } from "./select.tsx";
import { TextInput } from "./text-input.tsx";

/** An element a block holds; a placeholder for what this page cannot show. */
export function Element({
  element,
  field,
}: {
  readonly element: Readonly<Record<string, unknown>>;
  readonly field: Field;
}): ReactNode {
  const parsed = interactiveElement.safeParse(element);
  if (!parsed.success) return <Placeholder type={String(element["type"])} what="element" />;
  return <KnownElement element={parsed.data} field={field} />;
}

function KnownElement({ element, field }: { readonly element: InteractiveElement; readonly field: Field }): ReactNode {
  switch (element.type) {
    case "button":
      return <Button element={element} field={field} />;
    case "overflow":
      return <Overflow element={element} field={field} />;
    case "checkboxes":
      return <Checkboxes element={element} field={field} />;
    case "radio_buttons":
      return <RadioButtons element={element} field={field} />;
    case "static_select":
    case "external_select":
    case "multi_static_select":
    case "multi_external_select":
      return <OptionSelect element={element} field={field} />;
    case "users_select":
    case "multi_users_select":
    case "channels_select":
    case "multi_channels_select":
    case "conversations_select":
    case "multi_conversations_select":
      return <IdSelect element={element} field={field} />;
    case "plain_text_input":
    case "number_input":
    case "email_text_input":
    case "url_text_input":
      return <TextInput element={element} field={field} />;
    case "datepicker":
    case "timepicker":
    case "datetimepicker":
      return <Picker element={element} field={field} />;
    case "file_input":
      return <FileInput element={element} field={field} />;
  }
}
