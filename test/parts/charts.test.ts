import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createToPng } from "../../src/charts/png.ts";
import type { PageMessage } from "../../src/sandbox/page-protocol.ts";
import { cardIn, seen, startBot } from "../support/running-bot.ts";

const image = z.object({
  type: z.literal("image"),
  slack_file: z.object({ id: z.string() }),
  alt_text: z.string(),
  title: z.object({ text: z.string() }),
});

function imageOf({ blocks }: PageMessage): z.infer<typeof image> {
  return image.parse(blocks.find(({ type }) => type === "image"));
}

/** Width and height in pixels (PNG: IHDR comes first). */
function sizeOf(png: Uint8Array): readonly [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return [view.getUint32(16), view.getUint32(20)];
}

describe("a drawing", () => {
  const svg = (content: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100">${content}</svg>`;

  it("becomes a PNG, with letters of the font that comes along", async () => {
    const toPng = createToPng();
    const [blank, lettered] = await Promise.all([
      toPng(svg("")),
      toPng(svg('<text x="9" y="50" font-family="Oxygen" font-size="30">op-7f3k 11-21</text>')),
    ]);
    expect(sizeOf(blank)).toEqual([400, 100]);
    expect(lettered.byteLength).toBeGreaterThan(blank.byteLength * 3);
  });

  it("that is none is refused, and the next one is drawn", async () => {
    const toPng = createToPng();
    await expect(toPng("no drawing")).rejects.toThrow(/./);
    expect(sizeOf(await toPng(svg("")))).toEqual([400, 100]);
  });

  it("keeps nobody waiting: the event loop goes on meanwhile", async () => {
    const toPng = createToPng();
    const many = Array.from({ length: 3_000 }, (_, at) => `<circle cx="${at}" cy="50" r="40" fill-opacity="0.1"/>`);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    await toPng(`<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="1000">${many.join("")}</svg>`);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});

describe("a chart", () => {
  it("comes with the history, as an image with the same numbers in words", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await cardIn(workspace, "C0OPS", /Done/);
    await workspace.type("U0ALICE", "C0OPS", "/pool history prod-pool --chart");
    await seen(workspace, "U0ALICE", /picture is in your direct messages/);
    const { alt_text: words, slack_file: file, title } = imageOf(await seen(workspace, "U0ALICE", /"type":"image"/));
    expect(title.text).toBe("Nodes of prod/prod-pool (UTC) · operations: green done, red not done, amber under way");
    expect(words).toMatch(/3 at .*6 at .*op-\w{4}.*done/);
    const answer = await fetch(`${workspace.url}/files/${file.id}/chart`);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(sizeOf(new Uint8Array(await answer.arrayBuffer()))).toEqual([1000, 500]);
    await workspace.type("U0ALICE", "C0OPS", "/pool history prod-pool --chart --public");
    await workspace.waitFor(
      () => workspace.messages("C0OPS").find(({ blocks }) => blocks.some(({ type }) => type === "image")),
      "the picture in the channel",
      10_000,
    );
  });

  it("needs a pool, and tells its numbers where Slack takes no file", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool history --chart");
    await seen(workspace, "U0ALICE", /`history` needs `pool`/);
    workspace.setFault({ kind: "platform-error", method: "files.getUploadURLExternal", error: "missing_scope" });
    await workspace.type("U0ALICE", "C0OPS", "/pool history prod-pool --chart");
    await seen(workspace, "U0ALICE", /could not be drawn or handed over[^]*Nodes of prod\/prod-pool[^]*3 at/);
  });

  it("stands at the end of an upgrade, in the thread of its card, in one message with the end", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool --batch 1");
    const card = await cardIn(workspace, "C0OPS", /Upgrade/);
    await workspace.press("U0BOB", card, "approve");
    const end = await workspace.waitFor(
      () =>
        workspace
          .messages("C0OPS")
          .find(({ threadTs, blocks }) => threadTs === card.ts && blocks.some(({ type }) => type === "image")),
      "the picture of the end",
      25_000,
    );
    expect(imageOf(end).alt_text).toMatch(/Nodes done by op-\w{4}, of 3.*0 at .*3 at/);
    expect(end.text).toMatch(/<@U0ALICE>[^]*3 nodes upgraded/);
    expect(workspace.messages("C0OPS").filter(({ text }) => /Done: 3 nodes upgraded/.test(text))).toHaveLength(1);
  });

  it("is left out where it cannot be handed over: the end is told all the same", async () => {
    const { workspace } = await startBot();
    workspace.setFault({ kind: "platform-error", method: "files.getUploadURLExternal", error: "missing_scope" });
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    await workspace.press("U0BOB", await cardIn(workspace, "C0OPS", /Upgrade/), "approve");
    await workspace.waitFor(
      () =>
        workspace.messages("C0OPS").find(({ threadTs, text }) => threadTs !== null && /3 nodes upgraded/.test(text)),
      "the end in the thread",
      25_000,
    );
  });
});
