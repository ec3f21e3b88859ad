/** What the sandbox's page asks of the workspace (page-protocol.ts), and the files of the page itself. */
import { serveStatic } from "@hono/node-server/serve-static";
import type { HttpBindings } from "@hono/node-server";
import { Hono, type Context as Request } from "hono";
import { streamSSE } from "hono/streaming";
import type * as z from "zod";
import type { ChangeNotice, Delivery } from "../page-protocol.ts";
import type { Context } from "./context.ts";
import type { WorkspaceOptions } from "./options.ts";
import * as requests from "./page-requests.ts";
import type { Workspace } from "./options.ts";
import { personalFile } from "./web-api/files.ts";

type Server = Hono<{ Bindings: HttpBindings }>;

const unavailable: Delivery = { ok: false, error: "not_available_in_this_sandbox" };

/** Adds `/sandbox/*`; with a page directory also its files, index.html at `/`. */
export function addPageRoutes(server: Server, context: Context, workspace: Workspace, options: WorkspaceOptions): void {
  server.get("/sandbox/state", (request) => {
    const as = request.req.query("as") ?? "";
    if (!context.state.people.has(as)) return request.json({ ok: false, error: "user_not_found" }, 404);
    return request.json(workspace.state(as));
  });

  server.get("/sandbox/events", (request) =>
    streamSSE(request, async (stream) => {
      const notify = (revision: number): void => {
        const notice: ChangeNotice = { revision };
        void stream.writeSSE({ data: JSON.stringify(notice) });
      };
      const stop = context.changes.listen(notify);
      notify(context.changes.revision());
      await new Promise<void>((resolve) => {
        stream.onAbort(resolve);
      });
      stop();
    }),
  );

  post(server, "/sandbox/command", requests.typeCommand, (body) => workspace.type(body.as, body.channel, body.text));
  post(server, "/sandbox/message", requests.typeMessage, (body) => workspace.write(body));
  post(server, "/sandbox/action", requests.useElement, (body) =>
    workspace.use(body.as, body.place, body.action, body.values),
  );
  post(server, "/sandbox/options", requests.askOptions, (body) => workspace.options(body));
  post(server, "/sandbox/file", requests.uploadFile, ({ name, content }) => ({
    file: personalFile(context, name, content),
  }));
  post(server, "/sandbox/view-submit", requests.submitView, (body) =>
    workspace.submit(body.as, body.viewId, body.values),
  );
  post(server, "/sandbox/view-close", requests.closeView, (body) =>
    workspace.closeView(body.as, body.viewId, body.all),
  );
  post(server, "/sandbox/home-opened", requests.openHome, (body) => workspace.openHome(body.as));
  post(server, "/sandbox/cloud/fault", requests.setFault, hook(options.onSetFault, context));
  post(server, "/sandbox/cloud/pool", requests.interference, hook(options.onInterference, context));
  post(server, "/sandbox/bot", requests.runBot, hook(options.onRunBot, context));
  post(server, "/sandbox/language", requests.speak, hook(options.onSpeak, context));

  // Where permalinks of the workspace lead.
  server.get("/archives/:channel/:message", (request) => {
    const ts = /^p(\d+)(\d{6})$/.exec(request.req.param("message"));
    const place = new URLSearchParams({ channel: request.req.param("channel") });
    if (ts !== null) place.set("ts", `${ts[1]}.${ts[2]}`);
    return request.redirect(`/?${place.toString()}`);
  });

  if (options.page !== undefined) {
    const extra = new Hono();
    options.page.extra?.(extra);
    server.route("/", extra);
    server.get("/*", serveStatic({ root: options.page.directory }));
  }
}

function post<Body, Answer>(
  server: Server,
  path: string,
  schema: z.ZodType<Body>,
  run: (body: Body) => Answer | Promise<Answer>,
): void {
  server.post(path, async (request: Request) => {
    const parsed = schema.safeParse(await request.req.json().catch(() => null));
    if (!parsed.success) return request.json({ ok: false, error: "invalid_request" }, 400);
    return Response.json(await run(parsed.data));
  });
}

function hook<Body>(
  run: ((body: Body) => Delivery | Promise<Delivery>) | undefined,
  context: Context,
): (body: Body) => Promise<Delivery> {
  return async (body) => {
    const answer = run === undefined ? unavailable : await run(body);
    context.changes.announce();
    return answer;
  };
}
