/** Modals and App Home: each person has a stack of at most three modals, and one published Home. */
import { randomBytes } from "node:crypto";
import { refused, refusedFor, type Refused } from "./answer.ts";
import { withIds } from "./block-tree.ts";
import type { Context } from "./context.ts";
import { keptValues } from "./input-values.ts";
import { parseJson } from "./message-content.ts";
import type { StoredView, ViewContent } from "./model.ts";
import { freshId } from "./state.ts";
import { maxViewBytes } from "./validation/views.ts";

/** One opened view and two pushed onto it. */
const maxStack = 3;

/** Checks a view an app sends. `replaces` is the view it is to take the place of. */
export function readView(
  context: Context,
  raw: unknown,
  type: ViewContent["type"] | null,
  replaces: StoredView | null,
): ViewContent | Refused {
  const value = parseJson(raw);
  if (value === undefined) {
    return refused("invalid_arguments", {
      response_metadata: { messages: ["[ERROR] missing required field: view [json-pointer:/view]"] },
    });
  }
  if (Buffer.byteLength(JSON.stringify(value)) > maxViewBytes) return refused("view_too_large");
  const checked = context.validator.view(value, replaces?.type ?? type);
  if (!checked.ok) return refusedFor("invalid_arguments", checked.problems);
  const externalId = checked.value.external_id ?? "";
  const taken = [...context.state.views.values()].some(
    (view) => view !== replaces && externalId !== "" && view.content.external_id === externalId,
  );
  return taken ? refused("duplicate_external_id") : { ...checked.value, blocks: withIds(checked.value.blocks) };
}

/** Puts a modal on somebody's screen. An open stack of the app gives way to it. */
export function openView(context: Context, user: string, content: ViewContent): StoredView {
  clearViews(context, user);
  return place(context, user, content, null);
}

/** Puts a modal on top of the stack. */
export function pushView(context: Context, user: string, content: ViewContent): StoredView | Refused {
  const stack = context.state.stacks.get(user) ?? [];
  if (stack.length >= maxStack) return refused("push_limit_reached");
  const top = context.state.views.get(stack.at(-1) ?? "");
  return place(context, user, content, top ?? null);
}

/** Gives a view new content. What was filled in stays where block and action ids stay. */
export function updateView(context: Context, view: StoredView, content: ViewContent): StoredView {
  const updated = { ...view, content, hash: freshHash(context), values: keptValues(content.blocks, view.values) };
  context.state.views.set(view.id, updated);
  context.changes.announce();
  return updated;
}

/** Publishes somebody's Home, or gives it new content. */
export function publishHome(context: Context, user: string, content: ViewContent): StoredView {
  const published = homeOf(context, user);
  if (published !== null) return updateView(context, published, content);
  const id = freshId("V");
  const view: StoredView = {
    id,
    type: "home",
    user,
    content,
    hash: freshHash(context),
    rootId: id,
    previousId: null,
    values: {},
  };
  context.state.views.set(id, view);
  context.state.homes.set(user, id);
  context.changes.announce();
  return view;
}

export function homeOf(context: Context, user: string): StoredView | null {
  return context.state.views.get(context.state.homes.get(user) ?? "") ?? null;
}

/** Somebody's open modals, the top one last. */
export function stackOf(context: Context, user: string): readonly StoredView[] {
  return (context.state.stacks.get(user) ?? []).flatMap((id) => context.state.views.get(id) ?? []);
}

/** Takes a modal off the screen, with those above it. */
export function closeView(context: Context, view: StoredView): void {
  const stack = context.state.stacks.get(view.user) ?? [];
  const at = stack.indexOf(view.id);
  if (at < 0) return;
  for (const id of stack.slice(at)) context.state.views.delete(id);
  context.state.stacks.set(view.user, stack.slice(0, at));
  context.changes.announce();
}

export function clearViews(context: Context, user: string): void {
  for (const id of context.state.stacks.get(user) ?? []) context.state.views.delete(id);
  context.state.stacks.delete(user);
  context.changes.announce();
}

/** Remembers what somebody filled in. */
export function rememberValues(context: Context, view: StoredView, values: StoredView["values"]): StoredView {
  const remembered = { ...view, values };
  context.state.views.set(view.id, remembered);
  return remembered;
}

function place(context: Context, user: string, content: ViewContent, below: StoredView | null): StoredView {
  const id = freshId("V");
  const view: StoredView = {
    id,
    type: "modal",
    user,
    content,
    hash: freshHash(context),
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    values: {},
  };
  context.state.views.set(id, view);
  context.state.stacks.set(user, [...(context.state.stacks.get(user) ?? []), id]);
  context.changes.announce();
  return view;
}

function freshHash(context: Context): string {
  return `${Math.floor(context.now().getTime() / 1_000)}.${randomBytes(4).toString("hex")}`;
}
