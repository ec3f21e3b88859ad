import type { Text } from "./text.ts";

/** A button; what happens on a press is decided by its id alone, what it is about by its value. */
export interface Button {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly style: "primary" | "danger" | "plain";
}

/** What the ids of all buttons that stand for a line begin with, up to a colon. */
export const lineButtonKind = "run-line";

/** A button that stands for a typed line, without the slash command; each in a message has another number. */
export function lineButton(number: number, label: string, line: string): Button {
  return { id: `${lineButtonKind}:${number}`, label, value: line, style: "plain" };
}

/** One choice of many that runs at once when picked. */
export interface Menu {
  readonly id: string;
  readonly placeholder: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

/** A picture that goes with words. */
export interface Picture {
  /** With its extension: `nodes-prod-pool.png`. */
  readonly name: string;
  /** As SVG; it holds no words but names, numbers and dates. */
  readonly drawing: string;
  readonly title: string;
  /** The same in words, for who does not see it. */
  readonly description: string;
}

export type Section =
  | { readonly kind: "paragraph"; readonly text: Text }
  | { readonly kind: "facts"; readonly facts: readonly Fact[] }
  | { readonly kind: "list"; readonly label: string | null; readonly items: readonly Text[] }
  /** Small print. */
  | { readonly kind: "note"; readonly text: Text }
  /** Words of a person, whole and unformatted. */
  | { readonly kind: "quote"; readonly label: string; readonly text: string }
  | { readonly kind: "divider" }
  | { readonly kind: "buttons"; readonly buttons: readonly Button[] }
  | { readonly kind: "menu"; readonly menu: Menu };

export interface Fact {
  readonly label: string;
  readonly value: Text;
}

/** What people read, before any chat product's format: an answer, a card, a private refusal. */
export interface Document {
  readonly title: string | null;
  readonly sections: readonly Section[];
  /** The whole in a sentence or two: for notifications and screen readers. */
  readonly summary: Text;
}

export function paragraph(text: Text): Section {
  return { kind: "paragraph", text };
}

export function note(text: Text): Section {
  return { kind: "note", text };
}

export function list(items: readonly Text[], label: string | null = null): Section {
  return { kind: "list", label, items };
}

export function facts(all: readonly (Fact | null)[]): Section {
  return { kind: "facts", facts: all.filter((fact) => fact !== null) };
}
