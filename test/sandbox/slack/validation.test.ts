import type { KnownBlock, RichTextBlock } from "@slack/types";
import { describe, expect, it } from "vitest";
import { defaultAssumptions } from "../../../src/sandbox/slack/assumptions.ts";
import { sentence } from "../../../src/sandbox/slack/validation/problem.ts";
import { createValidator } from "../../../src/sandbox/slack/validation/validator.ts";

const validator = createValidator(defaultAssumptions);

const plain = (text: string) => ({ type: "plain_text", text }) as const;
const mrkdwn = (text: string) => ({ type: "mrkdwn", text }) as const;
const long = (length: number) => "x".repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const option = (value: string) => ({ text: plain(value.slice(0, 75)), value });
const button = (fields: object = {}) => ({ type: "button", text: plain("Go"), ...fields }) as const;
const actions = (...elements: object[]) => ({ type: "actions", elements });
const section = (fields: object) => ({ type: "section", ...fields });
const input = (element: object, fields: object = {}) => ({ type: "input", label: plain("L"), element, ...fields });
const modal = (fields: object) => ({ type: "modal", title: plain("T"), blocks: [], ...fields });
const row = (...texts: string[]) => texts.map((text) => ({ type: "raw_text", text }));

function inMessage(...blocks: object[]): string[] {
  const checked = validator.blocks(blocks);
  return checked.ok ? [] : checked.problems.map(sentence);
}

function inView(view: object): string[] {
  const checked = validator.view(view, null);
  return checked.ok ? [] : checked.problems.map(sentence);
}

describe("blocks at their limits", () => {
  it.each<[string, object, object, string]>([
    [
      "section text",
      section({ text: mrkdwn(long(3000)) }),
      section({ text: mrkdwn(long(3001)) }),
      "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ],
    [
      "section fields",
      section({ fields: many(10, () => plain("f")) }),
      section({ fields: many(11, () => plain("f")) }),
      "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ],
    [
      "field text",
      section({ fields: [plain(long(2000))] }),
      section({ fields: [plain(long(2001))] }),
      "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ],
    [
      "empty text",
      section({ text: plain("x") }),
      section({ text: plain("") }),
      "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ],
    [
      "header",
      { type: "header", text: plain(long(150)) },
      { type: "header", text: plain(long(151)) },
      "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ],
    [
      "header is plain",
      { type: "header", text: plain("x") },
      { type: "header", text: mrkdwn("x") },
      "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
    ],
    [
      "context elements",
      { type: "context", elements: many(10, () => mrkdwn("e")) },
      { type: "context", elements: many(11, () => mrkdwn("e")) },
      "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ],
    [
      "actions elements",
      actions(...many(25, () => button())),
      actions(...many(26, () => button())),
      "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ],
    [
      "button text",
      actions(button({ text: plain(long(75)) })),
      actions(button({ text: plain(long(76)) })),
      "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ],
    [
      "button value",
      actions(button({ value: long(2000) })),
      actions(button({ value: long(2001) })),
      "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ],
    [
      "button url",
      actions(button({ url: `https://${long(2992)}` })),
      actions(button({ url: `https://${long(2993)}` })),
      "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]",
    ],
    [
      "button style",
      actions(button({ style: "danger" })),
      actions(button({ style: "default" })),
      "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ],
    [
      "action id",
      actions(button({ action_id: long(255) })),
      actions(button({ action_id: long(256) })),
      "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ],
    [
      "block id",
      { type: "divider", block_id: long(255) },
      { type: "divider", block_id: long(256) },
      "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ],
    [
      "confirm title",
      actions(button({ confirm: { title: plain(long(100)), text: mrkdwn("?") } })),
      actions(button({ confirm: { title: plain(long(101)), text: mrkdwn("?") } })),
      "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]",
    ],
    [
      "confirm text",
      actions(button({ confirm: { text: plain(long(300)) } })),
      actions(button({ confirm: { text: plain(long(301)) } })),
      "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]",
    ],
    [
      "overflow options",
      actions({ type: "overflow", options: many(5, (at) => option(`${at}`)) }),
      actions({ type: "overflow", options: many(6, (at) => option(`${at}`)) }),
      "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ],
    [
      "select options",
      actions({ type: "static_select", options: many(100, (at) => option(`${at}`)) }),
      actions({ type: "static_select", options: many(101, (at) => option(`${at}`)) }),
      "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ],
    [
      "option value",
      actions({ type: "static_select", options: [option(long(150))] }),
      actions({ type: "static_select", options: [option(long(151))] }),
      "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ],
    [
      "option text",
      actions({ type: "static_select", options: [{ text: plain(long(75)), value: "v" }] }),
      actions({ type: "static_select", options: [{ text: plain(long(76)), value: "v" }] }),
      "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ],
    [
      "initial option",
      actions({ type: "static_select", options: [option("a")], initial_option: option("a") }),
      actions({ type: "static_select", options: [option("a")], initial_option: option("b") }),
      "must be one of the provided options [json-pointer:/blocks/0/elements/0/initial_option]",
    ],
    [
      "checkboxes",
      actions({ type: "checkboxes", options: many(10, (at) => option(`${at}`)) }),
      actions({ type: "checkboxes", options: many(11, (at) => option(`${at}`)) }),
      "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ],
    [
      "placeholder",
      actions({ type: "users_select", placeholder: plain(long(150)) }),
      actions({ type: "users_select", placeholder: plain(long(151)) }),
      "must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]",
    ],
    [
      "input label",
      input({ type: "plain_text_input" }, { label: plain(long(2000)) }),
      input({ type: "plain_text_input" }, { label: plain(long(2001)) }),
      "must be less than 2001 characters [json-pointer:/blocks/0/label/text]",
    ],
    [
      "input length",
      input({ type: "plain_text_input", max_length: 3000 }),
      input({ type: "plain_text_input", max_length: 3001 }),
      "must be less than 3001 [json-pointer:/blocks/0/element/max_length]",
    ],
    [
      "image alt text",
      { type: "image", alt_text: "a", image_url: "https://example.com/a.png" },
      { type: "image", image_url: "https://example.com/a.png" },
      "missing required field: alt_text [json-pointer:/blocks/0]",
    ],
    [
      "table rows",
      { type: "table", rows: many(100, () => row("a")) },
      { type: "table", rows: many(101, () => row("a")) },
      "no more than 100 items allowed [json-pointer:/blocks/0/rows]",
    ],
    [
      "table cells",
      { type: "table", rows: [row(...many(20, () => "a"))] },
      { type: "table", rows: [row(...many(21, () => "a"))] },
      "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ],
    [
      "table text",
      { type: "table", rows: [row(long(10_000))] },
      { type: "table", rows: [row(long(10_001))] },
      "text of all cells must be less than 10001 characters [json-pointer:/blocks/0/rows]",
    ],
    [
      "markdown",
      { type: "markdown", text: long(12_000) },
      { type: "markdown", text: long(12_001) },
      "must be less than 12001 characters [json-pointer:/blocks/0/text]",
    ],
    [
      "unknown block",
      { type: "divider" },
      { type: "separator" },
      "unsupported type: separator [json-pointer:/blocks/0/type]",
    ],
    [
      "unknown property",
      { type: "divider" },
      { type: "divider", colour: "red" },
      "invalid additional property: colour [json-pointer:/blocks/0]",
    ],
    [
      "neither text nor fields",
      section({ text: plain("x") }),
      section({}),
      "must define either `text` or `fields` [json-pointer:/blocks/0/type]",
    ],
  ])("%s", (_, allowed, refused, message) => {
    expect(inMessage(allowed)).toEqual([]);
    expect(inMessage(refused)).toEqual([message]);
  });

  it("are counted by surface", () => {
    const dividers = (count: number) => many(count, () => ({ type: "divider" }));
    expect(inMessage(...dividers(50))).toEqual([]);
    expect(inMessage(...dividers(51))).toEqual(["no more than 50 items allowed [json-pointer:/blocks]"]);
    expect(inView(modal({ blocks: dividers(100) }))).toEqual([]);
    expect(inView(modal({ blocks: dividers(101) }))).toEqual([
      "no more than 100 items allowed [json-pointer:/view/blocks]",
    ]);
  });

  it("have ids once", () => {
    const twice = { type: "divider", block_id: "d" };
    expect(inMessage(twice, twice)).toEqual(['`block_id` "d" already exists [json-pointer:/blocks/1/block_id]']);
    const pair = actions(button({ action_id: "go" }), button({ action_id: "go" }));
    expect(inMessage({ ...pair, block_id: "b" })).toEqual([
      '`action_id` "go" already exists for block_id "b" [json-pointer:/blocks/0/elements/1/action_id]',
    ]);
    expect(inMessage(actions(button({ action_id: "go" })), actions(button({ action_id: "go" })))).toEqual([]);
  });

  it("stand only on their surfaces", () => {
    const table = { type: "table", rows: [row("a")] };
    const alert = { type: "alert", text: plain("a") };
    expect(inView(modal({ blocks: [table] }))).toHaveLength(1);
    expect(inView({ type: "home", blocks: [table] })).toEqual([]);
    expect(inView(modal({ blocks: [alert] }))).toEqual([]);
    expect(inMessage(alert)).toEqual(["unsupported type: alert in a message [json-pointer:/blocks/0/type]"]);
  });
});

describe("views", () => {
  it("keep to the limits of their own fields", () => {
    expect(inView(modal({ title: plain(long(24)), private_metadata: long(3000), callback_id: long(255) }))).toEqual([]);
    expect(inView(modal({ title: plain(long(25)) }))).toEqual([
      "must be less than 25 characters [json-pointer:/view/title/text]",
    ]);
    expect(inView(modal({ private_metadata: long(3001) }))).toEqual([
      "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ]);
    expect(inView(modal({ callback_id: long(256) }))).toHaveLength(1);
    expect(inView(modal({ hash: "1.a" }))).toEqual(["invalid additional property: hash [json-pointer:/view]"]);
  });

  it("need a submit button for inputs, and one focus at most", () => {
    const focused = input({ type: "plain_text_input", focus_on_load: true });
    expect(inView(modal({ blocks: [focused] }))).toEqual(["missing required field: submit [json-pointer:/view]"]);
    expect(inView(modal({ blocks: [focused], submit: plain("Go") }))).toEqual([]);
    expect(inView(modal({ blocks: [focused, focused], submit: plain("Go") }))).toHaveLength(1);
  });
});

it("takes one of every block of Slack's own types", () => {
  const rich: RichTextBlock = {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "hello", style: { bold: true } }] }],
  };
  const blocks: KnownBlock[] = [
    { type: "actions", elements: [{ type: "datetimepicker" }, { type: "channels_select" }, { type: "timepicker" }] },
    { type: "card", title: mrkdwn("t"), actions: [{ type: "button", text: plain("Go") }] },
    { type: "carousel", elements: [{ type: "card", body: mrkdwn("b") }] },
    { type: "container", title: plain("t"), is_collapsible: true, child_blocks: [{ type: "divider" }, rich] },
    {
      type: "context",
      elements: [mrkdwn("c"), { type: "image", alt_text: "a", image_url: "https://example.com/a.png" }],
    },
    { type: "context_actions", elements: [{ type: "icon_button", icon: "trash", text: plain("Delete") }] },
    {
      type: "data_table",
      caption: "c",
      rows: [[{ type: "raw_text", text: "h" }], [{ type: "raw_number", value: 1, text: "1" }]],
    },
    { type: "divider" },
    { type: "file", source: "remote", external_id: "e" },
    { type: "header", text: plain("h") },
    { type: "input", label: plain("l"), element: { type: "number_input", is_decimal_allowed: true } },
    { type: "markdown", text: "**m**" },
    rich,
    { type: "table", rows: [[rich, { type: "raw_text", text: "a" }]], column_settings: [{ align: "right" }] },
    { type: "task_card", task_id: "1", title: "t", status: "in_progress", output: rich },
    { type: "plan", title: "p", tasks: [{ task_id: "1", title: "t", status: "complete" }] },
    {
      type: "video",
      alt_text: "a",
      title: plain("t"),
      video_url: "https://example.com/v",
      thumbnail_url: "https://example.com/t",
    },
  ];
  expect(inMessage(...blocks)).toEqual([]);
});
