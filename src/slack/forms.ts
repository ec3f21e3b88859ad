import type { InputBlock, InputBlockElement, ModalView, PlainTextOption } from "@slack/types";
import * as z from "zod";
import type { Command, Parameters, Typed } from "../command-kit/command.ts";
import { isCommonOption, optionsOf } from "../command-kit/options.ts";
import type { Parameter } from "../command-kit/parameters.ts";
import { type ChannelId, channelId } from "../domain/ids.ts";
import type { Words } from "../words/catalogue.ts";
import { clip } from "./mrkdwn.ts";

/** A form that asks for what a command takes; everything in it comes from what the command declares. */
export const commandForm = "command-form";
/** Selects of a form that are filled while one types. */
export const liveSelects = { pool: "pick-pool", cluster: "pick-cluster", operation: "pick-operation" } as const;

/** Ticked on a step that is not the last: no further step is wanted. */
const finishHere = "form:finish";

/** What a form remembers: no secret, for it can be read on the way. */
const memory = z.object({
  verb: z.string(),
  channel: channelId,
  /** The step that is shown, from 0. */
  step: z.int().min(0),
  /** What other steps hold. */
  typed: z.record(z.string(), z.union([z.string(), z.boolean()])),
});
type FormMemory = z.infer<typeof memory>;

export function readMemory(privateMetadata: string): FormMemory {
  return memory.parse(JSON.parse(privateMetadata));
}

/** Slack's limits for modals. */
const limits = { title: 24, label: 2000, option: 75, metadata: 3000 };

/** Names of what each page of a form asks for. */
export function pagesOf(command: Command): readonly (readonly string[])[] {
  // An answer of a form has no message to be shown beside: it stays private.
  const options = Object.keys(optionsOf(command)).filter((name) => name !== "public");
  const all = [...Object.keys(command.arguments), ...options];
  const asked = command.steps.map(({ asks }) => asks);
  const [last = [], ...earlier] = asked.toReversed();
  return [...earlier.toReversed(), [...last, ...all.filter((name) => !asked.flat().includes(name))]];
}

/** A page of a command's form. What was typed for other pages is carried on. */
export function toForm(
  command: Command,
  typed: Typed,
  channel: ChannelId,
  words: Words,
  slash: string,
  step = 0,
): ModalView {
  const { forms, commonOptions } = words.labels;
  const own = command.words(words.language);
  const pages = pagesOf(command);
  const names = pages[step] ?? [];
  const last = step >= pages.length - 1;
  const parameters: Parameters = { ...command.arguments, ...optionsOf(command) };
  const input = (name: string): readonly InputBlock[] => {
    const parameter = parameters[name];
    if (parameter === undefined) return [];
    const label = isCommonOption(name) ? commonOptions[name] : (own.parameters[name] ?? name);
    return [
      {
        type: "input",
        block_id: name,
        optional: !parameter.required,
        label: plain(clip(label, limits.label)),
        element: elementFor(name, parameter, typed[name] ?? null, words),
      },
      ...(parameter.picker.kind === "document" ? [uploadBlock(name, words)] : []),
    ];
  };
  const title = own.steps?.[command.steps[step]?.name ?? ""] ?? null;
  const heading = title === null ? own.summary : `${own.summary}\n${forms.step(step + 1, pages.length, title)}`;
  return {
    type: "modal",
    callback_id: commandForm,
    private_metadata: JSON.stringify({
      verb: command.verb,
      channel,
      step,
      typed: carried(typed, names),
    } satisfies FormMemory),
    title: plain(clip(`${slash} ${command.verb}`, limits.title)),
    submit: plain(last ? forms.submit : forms.next),
    close: plain(forms.cancel),
    blocks: [
      { type: "section", text: { type: "plain_text", text: heading, emoji: false } },
      ...names.flatMap(input),
      ...(last ? [] : [finishBlock(words)]),
    ],
  };
}

/** What was filled in elsewhere than on this page; what is empty is not worth its room. */
function carried(typed: Typed, here: readonly string[]): FormMemory["typed"] {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]): [string, string | boolean][] =>
      here.includes(name) || value === null || value === "" || value === false ? [] : [[name, value]],
    ),
  );
}

/** Where a file can be given instead of pasting what it holds. */
export const uploadFor = {
  /** What a form calls the file for an option; no typed line can name it. */
  nameOf: (parameter: string): string => `upload:${parameter}`,
  /** null: the name of something else. */
  optionOf: (name: string): string | null => (name.startsWith("upload:") ? name.slice("upload:".length) : null),
};

function uploadBlock(parameter: string, { labels: { forms } }: Words): InputBlock {
  return {
    type: "input",
    block_id: uploadFor.nameOf(parameter),
    optional: true,
    label: plain(forms.upload),
    element: { type: "file_input", action_id: "upload", filetypes: ["yaml", "yml", "json", "txt"], max_files: 1 },
  };
}

function finishBlock({ labels: { forms } }: Words): InputBlock {
  return {
    type: "input",
    block_id: finishHere,
    optional: true,
    label: plain(forms.finish),
    element: {
      type: "checkboxes",
      action_id: finishHere,
      options: [{ text: plain(forms.finishHere), value: "true" }],
    },
  };
}

/** Whether Slack can hold what a form has to remember. */
export function canRemember({ private_metadata: remembered = "" }: ModalView): boolean {
  return remembered.length <= limits.metadata;
}

/** What comes of a page that was filled in: the next page, or all that was typed on every one. */
export type FilledIn =
  | { readonly kind: "next"; readonly step: number; readonly typed: Typed }
  | { readonly kind: "done"; readonly typed: Typed };

export function readPage(command: Command, { step, typed: earlier }: FormMemory, values: unknown): FilledIn {
  const { [finishHere]: finish, ...here } = readForm(values);
  const typed: Typed = { ...earlier, ...here };
  const last = step >= pagesOf(command).length - 1;
  return last || finish === true ? { kind: "done", typed } : { kind: "next", step: step + 1, typed };
}

function plain(text: string): { type: "plain_text"; text: string; emoji: false } {
  return { type: "plain_text", text, emoji: false };
}

function option(value: string): PlainTextOption {
  return { text: plain(clip(value, limits.option)), value: clip(value, limits.option) };
}

function elementFor(
  name: string,
  { picker }: Parameter<unknown>,
  typed: string | boolean | null,
  { labels: { forms } }: Words,
): InputBlockElement {
  const given = typeof typed === "string" && typed !== "" ? typed : null;
  const live = (actionId: string, placeholder: string): InputBlockElement => ({
    type: "external_select",
    action_id: actionId,
    min_query_length: 0,
    placeholder: plain(placeholder),
    ...(given === null ? {} : { initial_option: option(given) }),
  });
  switch (picker.kind) {
    case "pool":
      return live(liveSelects.pool, forms.choosePool);
    case "cluster":
      return live(liveSelects.cluster, forms.chooseCluster);
    case "operation":
      return live(liveSelects.operation, forms.chooseOperation);
    case "person":
      return { type: "users_select", action_id: name };
    case "choice": {
      const initial = given !== null && picker.choices.includes(given) ? { initial_option: option(given) } : {};
      return { type: "static_select", action_id: name, options: picker.choices.map(option), ...initial };
    }
    case "switch":
      return {
        type: "checkboxes",
        action_id: name,
        options: [{ text: plain(`--${name}`), value: "true" }],
        ...(typed === true ? { initial_options: [{ text: plain(`--${name}`), value: "true" }] } : {}),
      };
    case "verb":
    case "text":
    case "paragraph":
    case "document":
      return {
        type: "plain_text_input",
        action_id: name,
        multiline: picker.kind !== "text" && picker.kind !== "verb",
        max_length: 3000,
        ...(given === null ? {} : { initial_value: given }),
      };
  }
}

/** State of a view: block id, then action id. */
const stateValues = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_user: z.string().nullish(),
      files: z.array(z.object({ url_private: z.string() })).nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
      selected_options: z.array(z.object({ value: z.string() })).nullish(),
    }),
  ),
);

/** What somebody filled in, as if they had typed it. */
export function readForm(values: unknown): Typed {
  const typed: Record<string, string | boolean | null> = {};
  for (const [name, elements] of Object.entries(stateValues.parse(values))) {
    const [element] = Object.values(elements);
    if (element === undefined) continue;
    typed[name] =
      element.selected_options == null
        ? (element.files?.[0]?.url_private ??
          element.selected_option?.value ??
          element.selected_user ??
          element.value ??
          null)
        : element.selected_options.length > 0;
  }
  return typed;
}

/** The block in which most was filled in. */
export function longestInput(values: unknown): string {
  const length = (value: string | boolean | null): number => (typeof value === "string" ? value.length : 0);
  const [longest] = Object.entries(readForm(values)).toSorted(([, one], [, other]) => length(other) - length(one));
  return longest?.[0] ?? finishHere;
}

/** The modal that asks an approver why not. */
export const rejectForm = "reject-form";
export const rejectReason = "reason";

export function toRejectForm(remembered: string, title: string, { labels: { forms } }: Words): ModalView {
  return {
    type: "modal",
    callback_id: rejectForm,
    private_metadata: remembered,
    title: plain(clip(`${forms.rejectTitle} ${title}`, limits.title)),
    submit: plain(forms.reject),
    close: plain(forms.cancel),
    blocks: [
      {
        type: "input",
        block_id: rejectReason,
        label: plain(forms.rejectReason),
        hint: plain(forms.rejectHint),
        element: { type: "plain_text_input", action_id: rejectReason, multiline: true, max_length: 1000 },
      },
    ],
  };
}
