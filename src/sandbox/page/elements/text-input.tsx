import type { KeyboardEvent, ReactNode } from "react";
import { controlAttributes, type Field, useValue } from "./field.ts";
import type { TextInputElement } from "./schemas.ts";

const keyboards = {
  plain_text_input: "text",
  number_input: "decimal",
  email_text_input: "email",
  url_text_input: "url",
} as const;

/** A field for words, a number, an address. What was typed is judged when it is submitted, as Slack does. */
export function TextInput({
  element,
  field,
}: {
  readonly element: TextInputElement;
  readonly field: Field;
}): ReactNode {
  const { value, change } = useValue(element, field);
  const text = typeof value["value"] === "string" ? value["value"] : "";
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const multiline = element.type === "plain_text_input" && element.multiline === true;
  const held = (typed: string) => ({ type: element.type, value: typed === "" ? null : typed });
  const attributes = {
    ...controlAttributes(field, element.focus_on_load),
    className: "text-input",
    placeholder: element.placeholder?.text,
    value: text,
    onChange: (event: { readonly target: { readonly value: string } }) => {
      change(held(event.target.value), field.dispatches && when.includes("on_character_entered"));
    },
  };
  const onEnter = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing || !field.dispatches) return;
    if (!when.includes("on_enter_pressed")) return;
    event.preventDefault();
    change(held(text));
  };
  if (multiline) return <textarea {...attributes} rows={4} />;
  return (
    <input {...attributes} type="text" inputMode={keyboards[element.type]} autoComplete="off" onKeyDown={onEnter} />
  );
}
