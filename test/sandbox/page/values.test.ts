import { describe, expect, it } from "vitest";
import { completeValues, withValue } from "../../../src/sandbox/page/elements/values.ts";
import type { Block } from "../../../src/sandbox/page-protocol.ts";

const option = (value: string) => ({ text: { type: "plain_text", text: value }, value });
const input = (id: string, element: Readonly<Record<string, unknown>>): Block => ({
  type: "input",
  block_id: id,
  label: { type: "plain_text", text: id },
  element: { action_id: "it", ...element },
});

describe("values in Slack's shapes", () => {
  it("has null for what is empty, and an empty list for several", () => {
    const blocks = [
      input("text", { type: "plain_text_input" }),
      input("one", { type: "external_select" }),
      input("several", { type: "multi_static_select", options: [option("a")] }),
      input("day", { type: "datepicker" }),
      input("who", { type: "users_select" }),
    ];
    expect(completeValues(blocks, {})).toEqual({
      text: { it: { type: "plain_text_input", value: null } },
      one: { it: { type: "external_select", selected_option: null } },
      several: { it: { type: "multi_static_select", selected_options: [] } },
      day: { it: { type: "datepicker", selected_date: null } },
      who: { it: { type: "users_select", selected_user: null } },
    });
  });

  it("starts with what the app says, and keeps what was given", () => {
    const blocks = [
      input("size", { type: "number_input", is_decimal_allowed: false, initial_value: "3" }),
      input("pay", { type: "radio_buttons", options: [option("a"), option("b")], initial_option: option("a") }),
    ];
    const given = withValue({}, "size", "it", { type: "number_input", value: "6" });
    expect(completeValues(blocks, given)).toEqual({
      size: { it: { type: "number_input", value: "6" } },
      pay: { it: { type: "radio_buttons", selected_option: option("a") } },
    });
  });

  it("drops what was given to an element that is gone or of another kind now", () => {
    const given = {
      gone: { it: { type: "plain_text_input", value: "x" } },
      size: { it: { type: "plain_text_input", value: "x" } },
    };
    expect(completeValues([input("size", { type: "datepicker" })], given)).toEqual({
      size: { it: { type: "datepicker", selected_date: null } },
    });
  });

  it("finds elements in actions, sections and containers; buttons hold nothing", () => {
    const button = { type: "button", action_id: "b", text: { type: "plain_text", text: "b" } };
    const blocks: Block[] = [
      { type: "actions", block_id: "a", elements: [button, { type: "timepicker", action_id: "t" }] },
      {
        type: "container",
        child_blocks: [{ type: "section", block_id: "s", accessory: { type: "datepicker", action_id: "d" } }],
      },
    ];
    expect(completeValues(blocks, {})).toEqual({
      a: { t: { type: "timepicker", selected_time: null } },
      s: { d: { type: "datepicker", selected_date: null } },
    });
  });
});
