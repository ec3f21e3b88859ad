import { describe, expect, it } from "vitest";
import { drawBlocks } from "./drawing.ts";

const plain = (text: string, emoji?: boolean) => ({
  type: "plain_text",
  text,
  ...(emoji === undefined ? {} : { emoji }),
});
const option = (value: string) => ({ text: plain(`Option ${value}`), value });

describe("blocks that show something", () => {
  it("draws headers, sections with fields, context and dividers", () => {
    const html = drawBlocks(
      { type: "header", block_id: "h", text: plain("Upgrade") },
      {
        type: "section",
        block_id: "s",
        text: { type: "mrkdwn", text: "*from* <@U0BOB>" },
        fields: [{ type: "mrkdwn", text: "*A*\n1" }, plain("B")],
      },
      { type: "context", block_id: "c", elements: [{ type: "mrkdwn", text: "`op-7f3k`" }] },
      { type: "divider", block_id: "d" },
    );
    expect(html).toContain('<h3 class="block-header">Upgrade</h3>');
    expect(html).toContain('<strong>from</strong> <span class="mention">@Bob Okafor</span>');
    expect(html.match(/class="section-field"/g)).toHaveLength(2);
    expect(html).toContain("<code>op-7f3k</code>");
    expect(html).toContain("<hr");
  });

  it("links nothing by itself in verbatim text, and does where it is not verbatim", () => {
    const section = (verbatim: boolean) =>
      drawBlocks({ type: "section", block_id: "s", text: { type: "mrkdwn", text: "in #ops", verbatim } });
    expect(section(true)).toContain("in #ops");
    expect(section(false)).toContain('<span class="mention">#ops</span>');
  });

  it("turns codes in plain text into emoji unless told not to, and formats nothing", () => {
    expect(drawBlocks({ type: "header", text: plain(":tada: *x*") })).toMatch(/🎉<\/span> \*x\*/);
    expect(drawBlocks({ type: "header", text: plain(":tada:", false) })).toContain(">:tada:<");
  });

  it("draws tables with numbers, and rich text", () => {
    const rich = (...elements: readonly unknown[]) => ({
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements }],
    });
    const html = drawBlocks({
      type: "table",
      column_settings: [null, { align: "right" }],
      rows: [
        [
          { type: "raw_text", text: "Pool" },
          { type: "raw_text", text: "Nodes" },
        ],
        [rich({ type: "text", text: "prod", style: { bold: true } }), { type: "raw_number", value: 6 }],
      ],
    });
    expect(html).toContain('<th scope="col" class="align-left">Pool</th>');
    expect(html).toContain("<strong>prod</strong>");
    expect(html).toContain('<td class="align-right">6</td>');
    expect(drawBlocks(rich({ type: "link", url: "javascript:alert(1)", text: "x" }))).not.toContain("href");
  });

  it("draws Markdown, plans and tasks by the library", () => {
    expect(drawBlocks({ type: "markdown", text: "## Hi\n<b>x</b>" })).toMatch(/<h2[^>]*>Hi/);
    const task = { task_id: "1", title: "drain", status: "complete" };
    expect(drawBlocks({ type: "plan", title: "Plan", tasks: [task] })).toContain("drain");
  });

  it("shows a placeholder for what it does not know or cannot read", () => {
    const html = drawBlocks(
      { type: "hologram" },
      { type: "section", text: 1 },
      { type: "header", text: plain("after") },
    );
    expect(html).toContain("<code>hologram</code>");
    expect(html).toContain("<code>section</code>");
    expect(html).toContain("after");
  });
});

describe("elements", () => {
  const actions = (...elements: readonly unknown[]) => drawBlocks({ type: "actions", block_id: "a", elements });
  const input = (element: unknown, more: Readonly<Record<string, unknown>> = {}) =>
    drawBlocks({ type: "input", block_id: "i", label: plain("Reason"), element, ...more });

  it("draws buttons in their style, named as the app says", () => {
    const html = actions(
      { type: "button", action_id: "1", text: plain("Approve"), style: "primary" },
      { type: "button", action_id: "2", text: plain("No"), style: "danger", accessibility_label: "Reject it" },
    );
    expect(html).toMatch(/<button[^>]*class="button button-primary"[^>]*><span class="button-label">Approve/);
    expect(html).toMatch(/<button[^>]*class="button button-danger" aria-label="Reject it"/);
  });

  it("names menus by their placeholder", () => {
    const html = actions({
      type: "static_select",
      action_id: "1",
      placeholder: plain("Pick one"),
      options: [option("1")],
    });
    expect(html).toMatch(/<input[^>]*aria-label="Pick one"[^>]*role="combobox"/);
  });

  it("labels inputs, tells optional ones, and gives hints", () => {
    const html = input({ type: "plain_text_input", action_id: "1" }, { optional: true, hint: plain("In a few words") });
    const [, id] = /<label for="([^"]+)"/.exec(html) ?? [];
    expect(html).toMatch(/Reason<span class="input-optional"> \(optional\)/);
    expect(html).toContain(`<input id="${id}"`);
    expect(html).toMatch(new RegExp(`aria-describedby="${id}-hint"`));
    expect(html).toContain("In a few words");
  });

  it.each([
    [{ type: "plain_text_input", multiline: true, initial_value: "because" }, />because<\/textarea>/],
    [{ type: "number_input", is_decimal_allowed: false, initial_value: "6" }, /inputMode="decimal"[^>]*value="6"/],
    [{ type: "static_select", options: [option("1")], initial_option: option("1") }, /value="Option 1"/],
    [{ type: "multi_static_select", options: [option("1")], initial_options: [option("1")] }, /Remove Option 1/],
    [{ type: "external_select" }, /role="combobox"/],
    [{ type: "users_select" }, /placeholder="Choose a person"/],
    [{ type: "checkboxes", options: [option("1")], initial_options: [option("1")] }, /type="checkbox"[^>]*checked=""/],
    [{ type: "radio_buttons", options: [option("1")] }, /role="radiogroup"/],
    [{ type: "datepicker", initial_date: "2026-11-10" }, /type="date" value="2026-11-10"/],
    [{ type: "timepicker", initial_time: "09:30" }, /type="time" value="09:30"/],
    [{ type: "datetimepicker", initial_date_time: 1_780_000_000 }, /type="datetime-local" value="2026-05-2\dT/],
  ])("draws %o", (element, expected) => {
    expect(input({ action_id: "1", ...element })).toMatch(expected);
  });

  it("draws an overflow menu closed, and a placeholder for elements it does not know", () => {
    const html = actions(
      { type: "overflow", action_id: "1", options: [option("1")] },
      { type: "hologram_button", action_id: "2" },
    );
    expect(html).toMatch(/aria-label="More actions" aria-haspopup="menu" aria-expanded="false"/);
    expect(html).toContain("<code>hologram_button</code>");
  });

  it("shows an accessory beside its section, and an image's words where it has no address", () => {
    const section = (accessory: unknown) => drawBlocks({ type: "section", block_id: "s", text: plain("x"), accessory });
    expect(section({ type: "button", action_id: "1", text: plain("Open") })).toMatch(/section-accessory.*Open/);
    expect(section({ type: "image", slack_file: { id: "F1" }, alt_text: "a chart" })).toContain("a chart");
  });
});
