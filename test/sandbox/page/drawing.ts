/** Draws parts of the page to HTML text, as a server would. */
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Blocks } from "../../../src/sandbox/page/blocks/blocks.tsx";
import { Mrkdwn } from "../../../src/sandbox/page/mrkdwn.tsx";
import { type Names, NamesContext } from "../../../src/sandbox/page/names.ts";
import type { Block } from "../../../src/sandbox/page-protocol.ts";

const names: Names = {
  me: "U0ALICE",
  group: (id) => (id === "S0SRE" ? "sre" : id),
  person: (id) => (id === "U0BOB" ? "Bob Okafor" : id === "U0ALICE" ? "Alice Chen" : id),
  channel: (id) => (id === "C0OPS" ? "ops" : null),
  channelCalled: (name) => (name === "ops" ? "C0OPS" : null),
};

export function draw(node: ReactNode): string {
  return renderToStaticMarkup(createElement(NamesContext, { value: names }, node));
}

/** A text without the element around it. */
export function drawText(text: string, parse: "full" | "addresses" | "nothing" = "nothing"): string {
  return draw(createElement(Mrkdwn, { text, parse })).replace(/^<div class="mrkdwn">(.*)<\/div>$/s, "$1");
}

export function drawBlocks(...blocks: readonly Block[]): string {
  return draw(createElement(Blocks, { blocks }));
}
