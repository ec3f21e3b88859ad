/** Walks blocks that were validated: finds the elements in them and gives names to what has none. */
import { randomBytes } from "node:crypto";
import type { Block } from "../page-protocol.ts";
import type { Json } from "./model.ts";

/** An element with the block that holds it. `path` leads to it from the array of blocks. */
interface PlacedElement {
  readonly block: Json;
  readonly element: Json;
  readonly path: readonly (string | number)[];
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field that holds text; empty where it does not. */
export function textIn(holder: Json, field: string): string {
  const value = holder[field];
  return typeof value === "string" ? value : "";
}

/** The items of a field that holds an array of objects. */
export function objectsIn(holder: Json, field: string): readonly Json[] {
  const value = holder[field];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** Every interactive element, in the order people see it. */
export function elementsOf(blocks: readonly Json[], base: readonly (string | number)[] = []): PlacedElement[] {
  return blocks.flatMap((block, index) => {
    const path = [...base, index];
    switch (block["type"]) {
      case "actions":
      case "context_actions":
        return objectsIn(block, "elements").map((element, at) => ({ block, element, path: [...path, "elements", at] }));
      case "card":
        return objectsIn(block, "actions").map((element, at) => ({ block, element, path: [...path, "actions", at] }));
      case "section":
        return one(block, "accessory", path);
      case "input":
        return one(block, "element", path);
      case "container":
        return elementsOf(objectsIn(block, "child_blocks"), [...path, "child_blocks"]);
      case "carousel":
        return elementsOf(objectsIn(block, "elements"), [...path, "elements"]);
      default:
        return [];
    }
  });
}

function one(block: Json, field: "accessory" | "element", path: readonly (string | number)[]): PlacedElement[] {
  const element = block[field];
  if (!isJson(element) || element["type"] === "image") return [];
  return [{ block, element, path: [...path, field] }];
}

/** Fills in the block and action ids the app left out, as Slack does when it stores blocks. */
export function withIds(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block) => named(block));
}

function named(block: Block): Block {
  const children = nestedField(block["type"]);
  return {
    ...block,
    block_id: block["block_id"] ?? shortId(),
    ...(Array.isArray(block["elements"]) && (block.type === "actions" || block.type === "context_actions")
      ? { elements: objectsIn(block, "elements").map(withActionId) }
      : {}),
    ...(block.type === "card" && Array.isArray(block["actions"])
      ? { actions: objectsIn(block, "actions").map(withActionId) }
      : {}),
    ...(isJson(block["accessory"]) && block["accessory"]["type"] !== "image"
      ? { accessory: withActionId(block["accessory"]) }
      : {}),
    ...(block.type === "input" && isJson(block["element"]) ? { element: withActionId(block["element"]) } : {}),
    ...(children === null ? {} : { [children]: objectsIn(block, children).map((child) => named(asBlock(child))) }),
  };
}

function nestedField(type: string): "child_blocks" | "elements" | null {
  if (type === "container") return "child_blocks";
  return type === "carousel" ? "elements" : null;
}

function asBlock(value: Json): Block {
  return { ...value, type: textIn(value, "type") };
}

function withActionId(element: Json): Json {
  return { ...element, action_id: element["action_id"] ?? shortId() };
}

function shortId(): string {
  return randomBytes(4).toString("base64url").slice(0, 5);
}
