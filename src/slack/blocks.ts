import type { ActionsBlock, Button as SlackButton, KnownBlock, MrkdwnElement } from "@slack/types";
import type { Button, Document, Fact, Menu, Section } from "../domain/document.ts";
import type { Text } from "../domain/text.ts";
import { clip, mrkdwn } from "./mrkdwn.ts";

/** Slack's limits for blocks (Slack: Block Kit reference). */
const limits = {
  blocks: 50,
  viewBlocks: 100,
  header: 150,
  sectionText: 3000,
  fields: 10,
  fieldText: 2000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  options: 100,
  optionText: 75,
  placeholder: 150,
  plainText: 3000,
  summary: 3000,
} as const;

/** A message as Slack takes it: never blocks without text, which is what notifications and screen readers get. */
export interface MessageContent {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export function toMessage(document: Document): MessageContent {
  const blocks = allBlocks(document);
  return {
    text: mrkdwn(document.summary, limits.summary),
    blocks:
      blocks.length <= limits.blocks
        ? blocks
        : // Buttons come last and must not fall off: the middle gives way.
          [...blocks.slice(0, limits.blocks - 4), textBlock("…"), ...blocks.slice(-3)],
  };
}

/** Blocks of a Home, which holds more than a message; what is most urgent comes first there, and the end gives way. */
export function toViewBlocks(document: Document): KnownBlock[] {
  const blocks = allBlocks(document);
  return blocks.length <= limits.viewBlocks ? blocks : [...blocks.slice(0, limits.viewBlocks - 1), textBlock("…")];
}

function allBlocks({ title, sections }: Document): KnownBlock[] {
  const header: KnownBlock[] =
    title === null
      ? []
      : [{ type: "header", text: { type: "plain_text", text: clip(title, limits.header), emoji: false } }];
  return [...header, ...sections.flatMap(toBlocks)];
}

function toBlocks(section: Section): KnownBlock[] {
  switch (section.kind) {
    case "paragraph":
      return [textBlock(mrkdwn(section.text, limits.sectionText))];
    case "facts":
      return factBlocks(section.facts);
    case "list":
      return listBlocks(section.label, section.items);
    case "note":
      return [{ type: "context", elements: [verbatim(mrkdwn(section.text, 2000))] }];
    case "quote":
      return [
        { type: "context", elements: [verbatim(`*${section.label}*`)] },
        // Plain text: whatever a person wrote stays letters.
        { type: "section", text: { type: "plain_text", text: clip(section.text, limits.plainText), emoji: false } },
      ];
    case "divider":
      return [{ type: "divider" }];
    case "buttons":
      return [actions(section.buttons)];
    case "menu":
      return [menuBlock(section.menu)];
  }
}

/** mrkdwn in which Slack turns no plain `#channel`, `@here` or address into a link by itself. */
function verbatim(text: string): MrkdwnElement {
  return { type: "mrkdwn", text, verbatim: true };
}

function textBlock(text: string): KnownBlock {
  return { type: "section", text: verbatim(text === "" ? " " : text) };
}

function factBlocks(facts: readonly Fact[]): KnownBlock[] {
  const fields = facts.map(({ label, value }) => verbatim(`*${label}*\n${mrkdwn(value, limits.fieldText - 100)}`));
  return chunks(fields, limits.fields).map((some) => ({ type: "section", fields: some }));
}

function listBlocks(label: string | null, items: readonly Text[]): KnownBlock[] {
  const lines = items.map((item) => `• ${mrkdwn(item, limits.sectionText - 200)}`);
  const texts: string[] = [];
  let open = label === null ? "" : `*${label}*`;
  for (const line of lines) {
    const joined = open === "" ? line : `${open}\n${line}`;
    if (joined.length <= limits.sectionText) {
      open = joined;
    } else {
      texts.push(open);
      open = line;
    }
  }
  return [...texts, open].filter((text) => text !== "").map(textBlock);
}

function actions(buttons: readonly Button[]): ActionsBlock {
  return { type: "actions", elements: buttons.slice(0, limits.actionsElements).map(toButton) };
}

function toButton({ id, label, value, style }: Button): SlackButton {
  return {
    type: "button",
    action_id: id,
    text: { type: "plain_text", text: clip(label, limits.buttonText), emoji: false },
    value: clip(value, limits.buttonValue),
    ...(style === "plain" ? {} : { style }),
  };
}

function menuBlock({ id, placeholder, options }: Menu): ActionsBlock {
  return {
    type: "actions",
    elements: [
      {
        type: "static_select",
        action_id: id,
        placeholder: { type: "plain_text", text: clip(placeholder, limits.placeholder), emoji: false },
        options: options.slice(0, limits.options).map(({ label, value }) => ({
          text: { type: "plain_text", text: clip(label, limits.optionText), emoji: false },
          value: clip(value, limits.optionText),
        })),
      },
    ],
  };
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const all: Item[][] = [];
  for (let start = 0; start < items.length; start += size) all.push(items.slice(start, start + size));
  return all;
}
