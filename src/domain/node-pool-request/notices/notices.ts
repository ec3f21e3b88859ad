import type { RequestContext } from "../context.ts";
import { deprecatedButTaken } from "../deprecated-fields.ts";
import { pathsOf, pathText } from "../../json.ts";
import type { NodePoolRequest } from "../schema/request.ts";
import { unknownFields } from "../unknown-fields.ts";
import { advice } from "./advice.ts";
import { defaults } from "./defaults.ts";
import { noEffect } from "./no-effect.ts";
import type { RequestNotice } from "./notice.ts";

/** What people should know of a request that is right: advice, what does nothing, what ACK decides, what was not checked. */
export function notices(request: NodePoolRequest, context: RequestContext): readonly RequestNotice[] {
  return [
    ...advice(request, context),
    ...noEffect(request),
    ...defaults(request),
    ...deprecatedButTaken.flatMap(({ path, successor }) =>
      pathsOf(request, path).map((at): RequestNotice => ({
        code: "deprecated-but-taken",
        path: pathText(at),
        successor,
      })),
    ),
    ...unknownFields(request).map((path): RequestNotice => ({ code: "unknown-field", path })),
  ];
}
