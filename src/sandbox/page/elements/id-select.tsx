import { type ReactNode, use } from "react";
import * as z from "zod";
import { DirectoryContext } from "../directory.ts";
import { type Choice, Combobox } from "./combobox.tsx";
import { type Field, useValue } from "./field.ts";
import type { IdSelectElement } from "./schemas.ts";

const fieldNames = {
  users_select: "selected_user",
  multi_users_select: "selected_users",
  channels_select: "selected_channel",
  multi_channels_select: "selected_channels",
  conversations_select: "selected_conversation",
  multi_conversations_select: "selected_conversations",
} as const;

const held = z.union([z.array(z.string()), z.string().transform((id) => [id])]);

/** Menus of people and of channels. */
export function IdSelect({ element, field }: { readonly element: IdSelectElement; readonly field: Field }): ReactNode {
  const directory = use(DirectoryContext);
  const { value, change } = useValue(element, field);
  const several = element.type.startsWith("multi_");
  const people = element.type === "users_select" || element.type === "multi_users_select";
  const all: readonly Choice[] = (people ? directory.people : directory.channels).map(({ id, name }) => ({
    key: id,
    label: name,
    description: undefined,
    group: undefined,
  }));
  const fieldName = fieldNames[element.type];
  const ids = held.catch([]).parse(value[fieldName]);
  const keep = (next: readonly string[]): void => {
    change({ type: element.type, [fieldName]: several ? next : (next[0] ?? null) });
  };
  return (
    <Combobox
      field={field}
      placeholder={element.placeholder?.text ?? (people ? "Choose a person" : "Choose a channel")}
      chosen={all.filter(({ key }) => ids.includes(key))}
      several={several}
      focusOnLoad={element.focus_on_load}
      find={(query) => all.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()))}
      onChoose={({ key }) => keep(several ? [...ids.filter((id) => id !== key), key] : [key])}
      onRemove={({ key }) => keep(ids.filter((id) => id !== key))}
    />
  );
}
