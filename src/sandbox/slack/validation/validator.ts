import * as z from "zod";
import type { Block } from "../../page-protocol.ts";
import type { SlackAssumptions, Surface } from "../assumptions.ts";
import { elementsOf, objectsIn, textIn } from "../block-tree.ts";
import type { Json, ViewContent } from "../model.ts";
import { blockSchema } from "./blocks.ts";
import { option, optionGroup } from "./composition.ts";
import { problemAt, problemsOf, type Problem } from "./problem.ts";
import { maxBlocks, surfacesOf } from "./surfaces.ts";
import { viewSchema } from "./views.ts";

type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Refuses what Slack refuses in blocks, views and options. */
export interface Validator {
  /** Blocks of a message. */
  blocks(value: readonly unknown[]): Checked<readonly Block[]>;
  /** Pointers start at `/view`. */
  view(value: unknown, type: ViewContent["type"] | null): Checked<ViewContent>;
  /** The body an app answers a block_suggestion with. */
  options(value: unknown): Checked<readonly Json[]>;
}

export function createValidator(assumptions: SlackAssumptions): Validator {
  const schema = blockSchema(assumptions);
  const view = viewSchema();
  const options = z.union([
    z.strictObject({ options: z.array(option(assumptions.maxOptionValue, "plain")).max(100) }),
    z.strictObject({ option_groups: z.array(optionGroup(assumptions.maxOptionValue)).max(100) }),
  ]);

  function blocksOn(surface: Surface, value: readonly unknown[], base: readonly string[]): Checked<readonly Block[]> {
    const problems: Problem[] = [];
    const accepted: Block[] = [];
    if (value.length > maxBlocks[surface]) {
      problems.push(
        problemAt(base, "too_many", `no more than ${maxBlocks[surface]} items allowed`, maxBlocks[surface]),
      );
    }
    for (const [index, block] of value.entries()) {
      const path = [...base, String(index)];
      const parsed = schema.safeParse(block);
      if (!parsed.success) {
        problems.push(...problemsOf(parsed.error, block, path));
        continue;
      }
      if (surfacesOf(parsed.data.type, assumptions)?.includes(surface) !== true) {
        problems.push(
          problemAt([...path, "type"], "unsupported_type", `unsupported type: ${parsed.data.type} in a ${surface}`),
        );
      }
      accepted.push({ ...parsed.data });
    }
    if (problems.length === 0) problems.push(...duplicates(accepted, base), ...focused(accepted, base));
    return problems.length === 0 ? { ok: true, value: accepted } : { ok: false, problems };
  }

  return {
    blocks: (value) => blocksOn("message", value, ["blocks"]),
    view(value, type) {
      const parsed = view.safeParse(value);
      if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, value, ["view"]) };
      const { data } = parsed;
      if (type !== null && data.type !== type) {
        return {
          ok: false,
          problems: [problemAt(["view", "type"], "invalid_value", `must be one of: ${type}`)],
        };
      }
      const blocks = blocksOn(data.type, data.blocks, ["view", "blocks"]);
      if (!blocks.ok) return blocks;
      if (data.type === "modal" && data.submit === undefined && hasInput(blocks.value)) {
        return { ok: false, problems: [problemAt(["view"], "missing_field", "missing required field: submit")] };
      }
      return { ok: true, value: { ...data, blocks: blocks.value } };
    },
    options(value) {
      const parsed = options.safeParse(value);
      if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, value, []) };
      const groups = "options" in parsed.data ? [parsed.data] : parsed.data.option_groups;
      return { ok: true, value: groups.flatMap((group) => group.options.map((entry) => ({ ...entry }))) };
    },
  };
}

function hasInput(blocks: readonly Json[]): boolean {
  return blocks.some((block) => block["type"] === "input" || hasInput(objectsIn(block, "child_blocks")));
}

/** Block ids are unique in a message or view, action ids within their block. */
function duplicates(blocks: readonly Json[], base: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const blockIds = new Set<string>();
  for (const { block, path } of namedBlocks(blocks, [])) {
    const id = textIn(block, "block_id");
    if (id === "") continue;
    if (blockIds.has(id)) {
      problems.push(problemAt([...base, ...path, "block_id"], "duplicate", `\`block_id\` "${id}" already exists`));
    }
    blockIds.add(id);
  }
  const actionIds = new Map<Json, Set<string>>();
  for (const { block, element, path } of elementsOf(blocks)) {
    const id = textIn(element, "action_id");
    if (id === "") continue;
    const seen = actionIds.get(block) ?? new Set<string>();
    if (seen.has(id)) {
      problems.push(
        problemAt(
          [...base, ...path, "action_id"],
          "duplicate",
          `\`action_id\` "${id}" already exists for block_id "${textIn(block, "block_id")}"`,
        ),
      );
    }
    actionIds.set(block, seen.add(id));
  }
  return problems;
}

function namedBlocks(
  blocks: readonly Json[],
  base: readonly (string | number)[],
): { readonly block: Json; readonly path: readonly (string | number)[] }[] {
  return blocks.flatMap((block, index) => {
    const path = [...base, index];
    return [{ block, path }, ...namedBlocks(objectsIn(block, "child_blocks"), [...path, "child_blocks"])];
  });
}

/** Only one element of a view may take the focus. */
function focused(blocks: readonly Json[], base: readonly string[]): Problem[] {
  return elementsOf(blocks)
    .filter(({ element }) => element["focus_on_load"] === true)
    .slice(1)
    .map(({ path }) =>
      problemAt([...base, ...path, "focus_on_load"], "duplicate", "only one element can have focus_on_load"),
    );
}
