/** Uploading a file's bytes to the address files.getUploadURLExternal gave, and downloading them. */
import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import type { Context } from "./context.ts";

export function addFileRoutes(server: Hono<{ Bindings: HttpBindings }>, context: Context): void {
  const { files } = context.state;

  server.post("/upload/v1/:id", async (request) => {
    const file = files.get(request.req.param("id"));
    if (file === undefined) return request.text("no such upload", 404);
    const content = await readUpload(request.req.raw);
    files.set(file.id, { ...file, content });
    return request.text(`OK - ${content.byteLength}`);
  });

  server.get("/files/:id/:name", (request) => {
    const file = files.get(request.req.param("id"));
    if (file === undefined || file.content === null || !file.shared) return request.notFound();
    // People come with their session; an app comes with its token and needs the right to read files.
    const token = request.req.header("authorization");
    const known = token === `Bearer ${context.app.botToken}` && context.app.scopes.includes("files:read");
    if (token !== undefined && !known) return request.text("not allowed", 403);
    return new Response(Uint8Array.from(file.content), {
      headers: {
        // Only what a browser shows as a picture and as nothing else.
        "content-type": file.name.endsWith(".png") ? "image/png" : "application/octet-stream",
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        "x-content-type-options": "nosniff",
      },
    });
  });
}

/** The SDK sends one multipart part; a bare body is taken too. */
async function readUpload(request: globalThis.Request): Promise<Uint8Array> {
  if (request.headers.get("content-type")?.startsWith("multipart/form-data") !== true) {
    return new Uint8Array(await request.arrayBuffer());
  }
  for (const [, part] of await request.formData()) {
    return typeof part === "string" ? new TextEncoder().encode(part) : new Uint8Array(await part.arrayBuffer());
  }
  return new Uint8Array();
}
