import { type ReactNode, use } from "react";
import { plain } from "../blocks/text.tsx";
import { isSafeUrl } from "../mrkdwn-grammar.ts";
import { SurfaceContext } from "../surface.tsx";
import type { Field } from "./field.ts";
import type { ButtonElement } from "./schemas.ts";

/** A button; with a `url` it also opens that, and the app is told all the same (Slack: "Button element"). */
export function Button({ element, field }: { readonly element: ButtonElement; readonly field: Field }): ReactNode {
  const surface = use(SurfaceContext);
  const spot = { blockId: field.blockId, actionId: element.action_id };
  const { text, value, url, style, confirm } = element;
  return (
    <button
      type="button"
      className={style === undefined ? "button" : `button button-${style}`}
      aria-label={element.accessibility_label}
      aria-busy={surface.isPending(spot)}
      onClick={() => {
        if (url !== undefined && isSafeUrl(url)) window.open(url, "_blank", "noopener,noreferrer");
        surface.use({ ...spot, value: null, action: { type: "button", text, value, style }, confirm });
      }}
    >
      <span className="button-label">{plain(text)}</span>
      {url !== undefined && <span aria-hidden="true"> ↗</span>}
    </button>
  );
}
