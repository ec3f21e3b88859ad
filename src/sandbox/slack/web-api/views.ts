import * as z from "zod";
import { accepted, isRefused, refused, type Answer } from "../answer.ts";
import type { Context } from "../context.ts";
import type { StoredView } from "../model.ts";
import { viewPayload } from "../payloads.ts";
import type { Trigger } from "../triggers.ts";
import { homeOf, openView, publishHome, pushView, readView, stackOf, updateView } from "../views.ts";
import { args, defineMethod, optionalText } from "./method.ts";

const triggered = args({ trigger_id: optionalText, interactivity_pointer: optionalText });

const open = defineMethod("views.open", {
  tier: "tier4",
  args: triggered,
  run(context, request) {
    return withTrigger(context, request, (trigger) => {
      const content = readView(context, request["view"], "modal", null);
      return isRefused(content) ? content : shown(context, openView(context, trigger.user, content));
    });
  },
});

const push = defineMethod("views.push", {
  tier: "tier4",
  args: triggered,
  run(context, request) {
    return withTrigger(context, request, (trigger) => {
      // Only a trigger from within an open modal can push.
      const within = stackOf(context, trigger.user).some((view) => view.id === trigger.viewId);
      if (!within) return refused("invalid_trigger_id");
      const content = readView(context, request["view"], "modal", null);
      if (isRefused(content)) return content;
      const pushed = pushView(context, trigger.user, content);
      return isRefused(pushed) ? pushed : shown(context, pushed);
    });
  },
});

const update = defineMethod("views.update", {
  tier: "tier4",
  args: args({ view_id: optionalText, external_id: optionalText, hash: optionalText }),
  run(context, request) {
    const { state } = context;
    const view =
      request.view_id === undefined
        ? [...state.views.values()].find((candidate) => candidate.content.external_id === request.external_id)
        : state.views.get(request.view_id);
    if (view === undefined || (request.view_id ?? request.external_id) === undefined) return refused("not_found");
    if (request.hash !== undefined && request.hash !== view.hash) return refused("hash_conflict");
    const content = readView(context, request["view"], null, view);
    return isRefused(content) ? content : shown(context, updateView(context, view, content));
  },
});

const publish = defineMethod("views.publish", {
  tier: "tier4",
  args: args({ user_id: z.string().min(1), hash: optionalText }),
  run(context, request) {
    const person = context.state.people.get(request.user_id);
    if (person === undefined || person.kind === "bot") return refused("invalid_arguments");
    const published = homeOf(context, person.id);
    if (request.hash !== undefined && published !== null && request.hash !== published.hash) {
      return refused("hash_conflict");
    }
    const content = readView(context, request["view"], "home", published);
    return isRefused(content) ? content : shown(context, publishHome(context, person.id, content));
  },
});

function withTrigger(
  context: Context,
  request: { readonly trigger_id?: string | undefined; readonly interactivity_pointer?: string | undefined },
  run: (trigger: Trigger) => Answer,
): Answer {
  const id = request.trigger_id ?? request.interactivity_pointer;
  if (id === undefined) return refused("invalid_arguments");
  const trigger = context.triggers.exchange(id);
  return "error" in trigger ? refused(trigger.error) : run(trigger);
}

function shown(context: Context, view: StoredView): Answer {
  return accepted({ view: viewPayload(context, view) });
}

export const viewMethods = [open, push, update, publish];
