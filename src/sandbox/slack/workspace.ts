import type { PageCloud, PageMessage, Place } from "../page-protocol.ts";
import * as administration from "./administration.ts";
import { elementsOf } from "./block-tree.ts";
import type { Context } from "./context.ts";
import type { HttpDelivery } from "./delivery/http.ts";
import type { SocketMode } from "./delivery/socket-mode.ts";
import type { Json } from "./model.ts";
import type { Workspace, WorkspaceOptions } from "./options.ts";
import { channelMessages, pageState } from "./page-state.ts";
import { useElement } from "./people/action.ts";
import { typeLine, typeMessage } from "./people/command.ts";
import { openHome } from "./people/home.ts";
import { askOptions } from "./people/options.ts";
import { closeModal, submitView } from "./people/view-use.ts";

const emptyCloud: PageCloud = { clusters: [], faults: [], calls: [], speed: 1 };

/** The way to the app that this workspace uses. */
export type Delivering =
  | { readonly mode: "socket"; readonly transport: SocketMode }
  | { readonly mode: "http"; readonly transport: HttpDelivery };

/** Makes the interface tests and the page drive the workspace by. */
export function createWorkspace(
  context: Context,
  delivering: Delivering,
  options: WorkspaceOptions,
  close: () => Promise<void>,
): Workspace {
  const { app, changes } = context;
  return {
    url: context.url(),
    apiUrl: `${context.url()}/api/`,
    botToken: app.botToken,
    appToken: app.appToken,
    signingSecret: app.signingSecret,

    type: async (as, channel, line) => await typeLine(context, as, channel, line),
    write: async (message) => typeMessage(context, message),
    use: async (as, place, action, values = {}) => await useElement(context, { as, place, action, values }),
    async press(as, where, actionId) {
      const { place, blocks } = standing(context, where);
      const found = elementsOf(blocks).find(({ element }) => element["action_id"] === actionId);
      if (found === undefined) throw new Error(`nothing to press with action id ${actionId}`);
      const { type, value, text } = found.element;
      const action = { type, action_id: actionId, block_id: found.block["block_id"], value, text };
      return await useElement(context, { as, place, action, values: {} });
    },
    submit: async (as, viewId, values = {}) => await submitView(context, { as, viewId, values }),
    closeView: async (as, viewId, all = false) => await closeModal(context, { as, viewId, all }),
    openHome: async (as) => await openHome(context, as),
    options: async (ask) => await askOptions(context, ask),

    state: (as) =>
      pageState(context, as, {
        connected: delivering.transport.connected(),
        bot: options.bot?.() ?? (delivering.transport.connected() ? "running" : "stopped"),
        language: options.language?.() ?? "en",
        cloud: options.cloud?.() ?? emptyCloud,
      }),
    messages: (channel) => channelMessages(context, channel),
    waitFor: async (probe, what, timeoutMs) => await changes.waitFor(probe, what, timeoutMs),
    webApiCalls: (method) => context.calls.calls().filter((call) => method === undefined || call.method === method),
    changed: () => changes.announce(),
    connected: () => delivering.transport.connected(),

    setFault: (fault) => context.faults.set(fault),
    clearFaults: () => context.faults.clear(),
    revokeToken: (which) => administration.revokeToken(context, which),
    disconnectSockets(reason) {
      if (delivering.mode === "socket") delivering.transport.disconnect(reason);
    },
    verifyRequestUrl: async () => delivering.mode === "http" && (await delivering.transport.verify()),

    addPerson: (person) => administration.addPerson(context, person),
    deactivate: (user) => administration.deactivate(context, user),
    setGroup: (group, users) => administration.setGroup(context, group, users),
    archive: (channel) => administration.archive(context, channel),
    removeBotFrom: (channel) => administration.removeBotFrom(context, channel),
    makeReadOnly: (channel) => administration.makeReadOnly(context, channel),
    close,
  };
}

/** Where a message or view stands, with its blocks: of then for a message somebody saw, of now for a place. */
function standing(
  context: Context,
  where: PageMessage | Place,
): { readonly place: Place; readonly blocks: readonly Json[] } {
  if (!("kind" in where)) {
    return { place: { kind: "message", channel: where.channel, ts: where.ts }, blocks: where.blocks };
  }
  const { state } = context;
  if (where.kind === "view") return { place: where, blocks: state.views.get(where.id)?.content.blocks ?? [] };
  const message = state.messages.get(where.channel)?.get(where.ts) ?? state.ephemerals.get(where.ts);
  return { place: where, blocks: message?.blocks ?? [] };
}
