import { basicMethods } from "./basics.ts";
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import { fileMethods } from "./files.ts";
import type { Method } from "./method.ts";
import { usergroupMethods } from "./usergroups.ts";
import { userMethods } from "./users.ts";
import { viewMethods } from "./views.ts";

/** Every method of the Web API that the miniature answers, by name. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [
    ...basicMethods,
    ...chatMethods,
    ...viewMethods,
    ...conversationMethods,
    ...userMethods,
    ...usergroupMethods,
    ...fileMethods,
  ].map((method) => [method.name, method]),
);
