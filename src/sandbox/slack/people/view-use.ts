/** People submit and close modals. */
import * as z from "zod";
import type { CloseView, Delivery, Submission, SubmitView } from "../../page-protocol.ts";
import { isRefused } from "../answer.ts";
import { elementsOf, textIn } from "../block-tree.ts";
import type { Context } from "../context.ts";
import { completeValues, refusedValues } from "../input-values.ts";
import type { Json, Person, StoredView } from "../model.ts";
import { envelope, viewPayload } from "../payloads.ts";
import { clearViews, closeView, pushView, readView, rememberValues, stackOf, updateView } from "../views.ts";
import { actingPerson, done, failed } from "./person.ts";

const submitted: Submission = { ok: true, error: null, errors: null };

const instruction = z.discriminatedUnion("response_action", [
  z.object({ response_action: z.literal("clear") }),
  z.object({ response_action: z.literal("update"), view: z.unknown() }),
  z.object({ response_action: z.literal("push"), view: z.unknown() }),
  z.object({ response_action: z.literal("errors"), errors: z.record(z.string(), z.string()) }),
]);

/** Somebody submits a modal. Slack's client first refuses by itself what is missing or malformed. */
export async function submitView(context: Context, submit: SubmitView): Promise<Submission> {
  const opened = openModal(context, submit.as, submit.viewId);
  if (typeof opened === "string") return unsubmitted(opened);
  const { person } = opened;
  const { blocks } = opened.view.content;
  const view = rememberValues(context, opened.view, completeValues(blocks, submit.values, opened.view.values));
  const refused = refusedValues(blocks, view.values);
  if (refused !== null) return { ok: false, error: null, errors: refused };
  const outcome = await context.deliver({
    kind: "interactive",
    retry: null,
    payload: {
      type: "view_submission",
      ...envelope(context, person),
      trigger_id: context.triggers.issue({ user: person.id, viewId: view.id }),
      view: viewPayload(context, view),
      response_urls: responseUrls(context, view),
    },
  });
  context.changes.announce();
  return outcome.kind === "failed" ? unsubmitted(outcome.error) : follow(context, view, outcome.body);
}

/** Somebody closes a modal: Cancel takes the top one away, the X the whole stack. */
export async function closeModal(context: Context, close: CloseView): Promise<Delivery> {
  const opened = openModal(context, close.as, close.viewId);
  if (typeof opened === "string") return failed(opened);
  const { person, view } = opened;
  const all = close.all || view.content.clear_on_close === true;
  // The X is told of the first view of the stack.
  const told = close.all ? (stackOf(context, person.id)[0] ?? view) : view;
  if (all) clearViews(context, person.id);
  else closeView(context, view);
  if (told.content.notify_on_close !== true) return done;
  const outcome = await context.deliver({
    kind: "interactive",
    retry: null,
    payload: {
      type: "view_closed",
      ...envelope(context, person),
      view: viewPayload(context, told),
      is_cleared: all,
    },
  });
  context.changes.announce();
  return outcome.kind === "failed" ? failed(outcome.error) : done;
}

function openModal(
  context: Context,
  as: string,
  viewId: string,
): { readonly person: Person; readonly view: StoredView } | string {
  const person = actingPerson(context, as);
  if (typeof person === "string") return person;
  const view = context.state.views.get(viewId);
  return view?.user === person.id && view.type === "modal" ? { person, view } : "view_not_found";
}

/** Does what the app's acknowledgement says; nothing closes the submitted view. */
function follow(context: Context, submittedView: StoredView, body: Json | null): Submission {
  // The app may have changed the view by views.update while it was deciding, or it is gone.
  const view = context.state.views.get(submittedView.id);
  if (body === null) {
    if (view !== undefined) closeView(context, view);
    return submitted;
  }
  const parsed = instruction.safeParse(body);
  if (!parsed.success) return unsubmitted("invalid_response_action");
  const { data } = parsed;
  switch (data.response_action) {
    case "clear":
      clearViews(context, submittedView.user);
      return submitted;
    case "errors":
      return showErrors(submittedView, data.errors);
    case "update": {
      if (view === undefined) return unsubmitted("view_not_found");
      const content = readView(context, data.view, "modal", view);
      if (isRefused(content)) return unsubmitted(content.error);
      updateView(context, view, content);
      return submitted;
    }
    case "push": {
      const content = readView(context, data.view, "modal", null);
      if (isRefused(content)) return unsubmitted(content.error);
      const pushed = pushView(context, submittedView.user, content);
      return isRefused(pushed) ? unsubmitted(pushed.error) : submitted;
    }
  }
}

/** Errors stand under input blocks; those for anything else Slack cannot show. */
function showErrors(view: StoredView, errors: Readonly<Record<string, string>>): Submission {
  const inputs = new Set(
    elementsOf(view.content.blocks)
      .filter(({ block }) => block["type"] === "input")
      .map(({ block }) => block["block_id"]),
  );
  const misplaced = Object.keys(errors).some((id) => !inputs.has(id));
  if (misplaced || Object.keys(errors).length === 0) return unsubmitted("invalid_response_action");
  return { ok: false, error: null, errors };
}

/** One response URL for each select that asks for it and chose a channel. */
function responseUrls(context: Context, view: StoredView): readonly Json[] {
  return elementsOf(view.content.blocks).flatMap(({ block, element }) => {
    if (element["response_url_enabled"] !== true) return [];
    const blockId = textIn(block, "block_id");
    const actionId = textIn(element, "action_id");
    const value = view.values[blockId]?.[actionId];
    const channel = value?.["selected_conversation"] ?? value?.["selected_channel"];
    if (typeof channel !== "string") return [];
    const path = context.responseUrls.issue({ channel, user: view.user, source: null });
    return [{ block_id: blockId, action_id: actionId, channel_id: channel, response_url: context.url() + path }];
  });
}

function unsubmitted(error: string): Submission {
  return { ok: false, error, errors: null };
}
