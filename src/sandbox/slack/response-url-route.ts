/** Where apps post to response URLs (`/commands/…`, `/actions/…`): no token, the address is the secret. */
import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import * as z from "zod";
import { accepted, isRefused, refused, type Answer } from "./answer.ts";
import type { Context } from "./context.ts";
import { isEmpty, readContent } from "./message-content.ts";
import { editMessage, findMessage, postMessage, removeMessage } from "./messages.ts";
import type { Json, StoredMessage } from "./model.ts";
import type { ResponseTarget } from "./response-urls.ts";

const jsonObject = z.record(z.string(), z.unknown());

/** The name under which posts to response URLs stand in the record of Web API calls. */
const responseUrlCall = "response_url";

export function addResponseUrls(server: Hono<{ Bindings: HttpBindings }>, context: Context): void {
  const { assumptions } = context;
  server.on("POST", ["/commands/*", "/actions/*"], async (request) => {
    const parsed = jsonObject.safeParse(await request.req.json().catch(() => null));
    const body = parsed.success ? parsed.data : {};
    const end = context.calls.begin(responseUrlCall, body, context.now());
    const finish = (answer: Answer, status: number, headers: Readonly<Record<string, string>> = {}): Response => {
      end({ ok: answer.ok, error: answer.ok ? null : answer.error, status });
      context.changes.announce();
      return Response.json(answer, { status, headers });
    };
    const target = context.responseUrls.use(request.req.path);
    if ("error" in target) return finish(refused(target.error), assumptions.deadResponseUrlStatus);
    if (!parsed.success) return finish(refused("invalid_payload"), assumptions.refusedResponseStatus);
    const answer = respond(context, target, body);
    if (answer.ok) return finish(answer, 200);
    const wait = answer["retry_after"];
    return typeof wait === "number"
      ? finish(refused("ratelimited"), 429, { "retry-after": String(wait) })
      : finish(answer, assumptions.refusedResponseStatus);
  });
}

function respond(context: Context, target: ResponseTarget, body: Json): Answer {
  const source = sourceOf(context, target);
  const content = readContent(context, body, "post");
  if (isRefused(content)) return content;
  const deletes = body["delete_original"] === true;
  if (deletes && source !== undefined) removeMessage(context, source);
  if (isEmpty(content)) return deletes ? accepted() : refused("no_text");
  if (!deletes && source !== undefined && replaces(body, target)) {
    // Visibility stays what it was, whatever response_type says.
    editMessage(context, source, content);
    return accepted();
  }
  const inChannel = body["response_type"] === "in_channel";
  const wait = inChannel ? context.limits.takeMessage(target.channel) : null;
  if (wait !== null) return refused("ratelimited", { retry_after: wait });
  const threadTs = body["thread_ts"];
  postMessage(context, {
    channel: target.channel,
    author: context.app.botUserId,
    threadTs: typeof threadTs === "string" && threadTs !== "" ? threadTs : null,
    content,
    ...(inChannel ? {} : { onlyFor: target.user }),
  });
  return accepted();
}

/** The message the response may replace; a command has none, for the person's own words cannot be touched. */
function sourceOf(context: Context, target: ResponseTarget): StoredMessage | undefined {
  return target.source === null ? undefined : findMessage(context, target.channel, target.source.ts, target.user);
}

/** Left out in a threaded reply, the documentation warns, the source may be overwritten: so here it is. */
function replaces(body: Json, target: ResponseTarget): boolean {
  if (typeof body["replace_original"] === "boolean") return body["replace_original"];
  return typeof body["thread_ts"] === "string" && target.source?.threadTs !== null;
}
