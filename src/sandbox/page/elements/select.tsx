import { type ReactNode, use } from "react";
import * as z from "zod";
import { option, type Option } from "../blocks/composition.ts";
import { emojiCharacter, emojiCode } from "../emoji.tsx";
import { SurfaceContext } from "../surface.tsx";
import { type Choice, Combobox } from "./combobox.tsx";
import { type Field, useValue } from "./field.ts";
import type { OptionSelectElement } from "./schemas.ts";

const options = z.array(option);

/** Menus of options: the app's own list, or found by the app while one types; one choice or several. */
export function OptionSelect({
  element,
  field,
}: {
  readonly element: OptionSelectElement;
  readonly field: Field;
}): ReactNode {
  const surface = use(SurfaceContext);
  const { value, change } = useValue(element, field);
  const several = element.type === "multi_static_select" || element.type === "multi_external_select";
  const chosen = several
    ? options.catch([]).parse(value["selected_options"])
    : options.catch([]).parse([value["selected_option"]]);
  const keep = (next: readonly Option[]): void => {
    change({ type: element.type, ...(several ? { selected_options: next } : { selected_option: next[0] ?? null }) });
  };

  const find = (query: string): readonly OptionChoice[] | Promise<readonly OptionChoice[]> => {
    if (element.type === "static_select" || element.type === "multi_static_select") {
      return offered(element).filter(({ label, group = "" }) => matches(`${label} ${group}`, query));
    }
    return surface
      .ask({ blockId: field.blockId, actionId: element.action_id }, query)
      .then((found) => found.map((each) => toChoice(each)));
  };
  return (
    <Combobox
      field={field}
      placeholder={element.placeholder?.text ?? (several ? "Choose options" : "Choose an option")}
      chosen={chosen.map((each) => toChoice(each))}
      several={several}
      focusOnLoad={element.focus_on_load}
      minimum={minimumQuery(element)}
      find={find}
      onChoose={(choice) => {
        if (!several) keep([choice.option]);
        else if (chosen.some((each) => keyOf(each) === choice.key)) keep(without(chosen, choice));
        else if (chosen.length < maxItems(element)) keep([...chosen, choice.option]);
      }}
      onRemove={(choice) => keep(without(chosen, choice))}
    />
  );
}

/** Characters one must type before the app is asked: 3 where it does not say (Slack: `min_query_length`). */
function minimumQuery(element: OptionSelectElement): number {
  const asks = element.type === "external_select" || element.type === "multi_external_select";
  return asks ? (element.min_query_length ?? 3) : 0;
}

interface OptionChoice extends Choice {
  readonly option: Option;
}

function offered(element: {
  readonly options?: readonly Option[] | undefined;
  readonly option_groups?:
    | readonly { readonly label: { readonly text: string }; readonly options: readonly Option[] }[]
    | undefined;
}): readonly OptionChoice[] {
  return [
    ...(element.options ?? []).map((each) => toChoice(each)),
    ...(element.option_groups ?? []).flatMap((group) => group.options.map((each) => toChoice(each, group.label.text))),
  ];
}

function maxItems(element: OptionSelectElement): number {
  return "max_selected_items" in element ? (element.max_selected_items ?? Infinity) : Infinity;
}

function toChoice(each: Option, group?: string): OptionChoice {
  return {
    key: keyOf(each),
    label: withCharacters(each.text.text),
    description: each.description === undefined ? undefined : withCharacters(each.description.text),
    group,
    option: each,
  };
}

function keyOf(each: Option): string {
  return each.value ?? each.text.text;
}

function without(chosen: readonly Option[], choice: Choice): readonly Option[] {
  return chosen.filter((each) => keyOf(each) !== choice.key);
}

/** Whether every word typed occurs. */
function matches(text: string, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/);
  return words.every((word) => text.toLowerCase().includes(word));
}

/** A label in a field holds letters only, so codes become characters. */
function withCharacters(text: string): string {
  return text.replaceAll(new RegExp(emojiCode, "g"), (code, name: string) => emojiCharacter(name) ?? code);
}
