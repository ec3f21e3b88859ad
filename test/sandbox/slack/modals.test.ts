import type { App, ViewClosedAction, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { describe, expect, it } from "vitest";
import type { Workspace } from "../../../src/sandbox/slack/options.ts";
import { httpMode, socketMode } from "./bolt-app.ts";

const form: ModalView = {
  type: "modal",
  callback_id: "scale",
  title: { type: "plain_text", text: "Scale a pool" },
  submit: { type: "plain_text", text: "Scale" },
  blocks: [
    {
      type: "input",
      block_id: "pool",
      label: { type: "plain_text", text: "Pool" },
      element: { type: "external_select", action_id: "name", min_query_length: 1 },
    },
    {
      type: "input",
      block_id: "size",
      label: { type: "plain_text", text: "Size" },
      element: { type: "number_input", action_id: "n", is_decimal_allowed: false, min_value: "0", initial_value: "3" },
    },
    {
      type: "input",
      block_id: "reason",
      optional: true,
      label: { type: "plain_text", text: "Reason" },
      element: { type: "plain_text_input", action_id: "text" },
    },
  ],
};

const pool = { text: { type: "plain_text", text: "prod-pool" }, value: "np-1" };

function page(title: string): ModalView {
  return {
    type: "modal",
    callback_id: "page",
    title: { type: "plain_text", text: title },
    notify_on_close: true,
    blocks: [
      {
        type: "actions",
        block_id: "further",
        elements: [{ type: "button", action_id: "push", text: { type: "plain_text", text: "Further" } }],
      },
    ],
  };
}

function opening(view: ModalView, more: (app: App) => void = () => {}): (app: App) => void {
  return (app) => {
    app.command("/pool", async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view });
    });
    more(app);
  };
}

async function open(workspace: Workspace) {
  await workspace.type("U0ALICE", "C0OPS", "/pool scale");
  return await workspace.waitFor(() => workspace.state("U0ALICE").views.at(-1), "the modal");
}

describe.each([
  ["Socket Mode", socketMode],
  ["signed HTTP", httpMode],
])("a modal over %s", (_, start) => {
  it("is filled with options the app finds, refused with errors, and closed when accepted", async () => {
    const submissions: ViewSubmitAction["view"]["state"]["values"][] = [];
    const { workspace } = await start(
      opening(form, (app) => {
        app.options("name", async ({ ack, payload }) => {
          await ack({
            options: payload.value === "prod" ? [{ ...pool, text: { ...pool.text, type: "plain_text" } }] : [],
          });
        });
        app.view("scale", async ({ ack, view }) => {
          submissions.push(view.state.values);
          if (view.state.values["size"]?.["n"]?.value === "9") {
            await ack({ response_action: "errors", errors: { size: "at most 8" } });
          } else await ack();
        });
      }),
    );
    const view = await open(workspace);
    expect(workspace.state("U0BOB").views).toEqual([]);

    const ask = { as: "U0ALICE", place: { kind: "view", id: view.id }, blockId: "pool", actionId: "name" } as const;
    const found = await workspace.options({ ...ask, query: "prod" });
    expect(found).toEqual({ ok: true, options: [{ ...pool, type: "option" }] });

    // What Slack's client refuses by itself never reaches the app.
    expect((await workspace.submit("U0ALICE", view.id)).errors).toHaveProperty("pool");
    expect(submissions).toEqual([]);

    const chosen = { pool: { name: { selected_option: found.options[0] } } };
    expect(await workspace.submit("U0ALICE", view.id, { ...chosen, size: { n: { value: "9" } } })).toEqual({
      ok: false,
      error: null,
      errors: { size: "at most 8" },
    });
    expect(workspace.state("U0ALICE").views).toHaveLength(1);

    expect(await workspace.submit("U0ALICE", view.id, { ...chosen, size: { n: { value: "6" } } })).toEqual({
      ok: true,
      error: null,
      errors: null,
    });
    expect(workspace.state("U0ALICE").views).toEqual([]);
    expect(submissions.at(-1)).toEqual({
      pool: { name: { type: "external_select", selected_option: pool } },
      size: { n: { type: "number_input", value: "6" } },
      reason: { text: { type: "plain_text_input", value: null } },
    });
  });
});

describe("the stack of modals", () => {
  it("is nobody else's to use", async () => {
    const { workspace } = await socketMode(opening(page("one"), (app) => app.action("push", async ({ ack }) => ack())));
    const { id } = await open(workspace);
    const refused = { ok: false, error: "view_not_found" };
    expect(await workspace.press("U0BOB", { kind: "view", id }, "push")).toEqual(refused);
    expect(await workspace.submit("U0BOB", id)).toMatchObject(refused);
    expect(await workspace.closeView("U0BOB", id)).toEqual(refused);
    expect(await workspace.press("U0ALICE", { kind: "view", id }, "push")).toEqual({ ok: true, error: null });
  });

  it("holds three, and tells the first one when the X closes it", async () => {
    const closed: { title: unknown; cleared: boolean }[] = [];
    const errors: unknown[] = [];
    const { workspace } = await socketMode(
      opening(page("one"), (app) => {
        app.action("push", async ({ ack, client, body }) => {
          await ack();
          if (!("trigger_id" in body)) return;
          await client.views
            .push({ trigger_id: body.trigger_id, view: page("more") })
            .catch((error: Error) => errors.push(error.message));
        });
        app.view<ViewClosedAction>({ callback_id: "page", type: "view_closed" }, async ({ ack, body, view }) => {
          await ack();
          closed.push({ title: view.title.text, cleared: body.is_cleared });
        });
      }),
    );
    const first = await open(workspace);
    const views = () => workspace.state("U0ALICE").views;
    const push = async () => workspace.press("U0ALICE", { kind: "view", id: views().at(-1)?.id ?? "" }, "push");
    await push();
    await workspace.waitFor(() => views().length === 2, "the second modal");
    await push();
    await workspace.waitFor(() => views().length === 3, "the third modal");
    await push();
    await workspace.waitFor(() => errors[0], "the refusal");
    expect(errors[0]).toContain("push_limit_reached");

    await workspace.closeView("U0ALICE", views().at(-1)?.id ?? "");
    expect(views()).toHaveLength(2);
    await workspace.closeView("U0ALICE", first.id, true);
    expect(views()).toEqual([]);
    expect(closed).toEqual([
      { title: "more", cleared: false },
      { title: "one", cleared: true },
    ]);
  });

  it("follows update, push and clear in the acknowledgement", async () => {
    const asking: ModalView = { ...form, blocks: form.blocks.slice(1) };
    const { workspace } = await socketMode(
      opening(asking, (app) => {
        app.view("scale", async ({ ack, view }) => {
          const size = view.state.values["size"]?.["n"]?.value;
          if (size === "1") await ack({ response_action: "update", view: { ...asking, callback_id: "scale" } });
          else if (size === "2") await ack({ response_action: "push", view: page("sure?") });
          else await ack({ response_action: "clear" });
        });
      }),
    );
    const view = await open(workspace);
    const submit = async (value: string) => workspace.submit("U0ALICE", view.id, { size: { n: { value } } });
    await submit("1");
    expect(workspace.state("U0ALICE").views.map((each) => [each.id, each.hash === view.hash])).toEqual([
      [view.id, false],
    ]);
    await submit("2");
    expect(workspace.state("U0ALICE").views.map((each) => each.title)).toEqual(["Scale a pool", "sure?"]);
    await submit("3");
    expect(workspace.state("U0ALICE").views).toEqual([]);
  });

  it("keeps a view from being overwritten with an old hash", async () => {
    const { workspace, app } = await socketMode(opening(page("one")));
    const view = await open(workspace);
    const update = { view_id: view.id, hash: view.hash, view: page("two") };
    await app.client.views.update(update);
    await expect(app.client.views.update(update)).rejects.toThrow("hash_conflict");
    expect(workspace.state("U0ALICE").views[0]?.title).toBe("two");
  });
});

describe("a trigger id", () => {
  it("works once and not for long", async () => {
    const triggers: string[] = [];
    let now = Date.UTC(2026, 10, 21);
    const { workspace, app } = await socketMode(
      (bolt) =>
        bolt.command("/pool", async ({ ack, command }) => {
          triggers.push(command.trigger_id);
          await ack();
        }),
      { now: () => new Date(now) },
    );
    const openWith = async (id: string | undefined) =>
      app.client.views.open({ trigger_id: id ?? "", view: page("one") });
    await workspace.type("U0ALICE", "C0OPS", "/pool");
    await openWith(triggers[0]);
    await expect(openWith(triggers[0])).rejects.toThrow("exchanged_trigger_id");

    await workspace.type("U0ALICE", "C0OPS", "/pool");
    now += 3_001;
    await expect(openWith(triggers[1])).rejects.toThrow("expired_trigger_id");
    await expect(openWith("1.2.abc")).rejects.toThrow("invalid_trigger_id");
  });
});
