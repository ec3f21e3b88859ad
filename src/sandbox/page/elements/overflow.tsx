import { type ReactNode, use, useRef, useState } from "react";
import { plain } from "../blocks/text.tsx";
import { isSafeUrl } from "../mrkdwn-grammar.ts";
import { SurfaceContext } from "../surface.tsx";
import type { Field } from "./field.ts";
import { Popup } from "./popup.tsx";
import type { OverflowElement } from "./schemas.ts";

/** The "…" with a few more actions behind it (Slack: "Overflow menu element"). */
export function Overflow({ element, field }: { readonly element: OverflowElement; readonly field: Field }): ReactNode {
  const surface = use(SurfaceContext);
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const choose = (option: OverflowElement["options"][number]): void => {
    setOpen(false);
    opener.current?.focus();
    if (option.url !== undefined && isSafeUrl(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
    surface.use({
      blockId: field.blockId,
      actionId: element.action_id,
      value: null,
      action: { type: "overflow", selected_option: option },
      confirm: element.confirm,
    });
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        className="button button-overflow"
        aria-label={field.label === undefined ? "More actions" : `More actions: ${field.label}`}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !open) return;
          event.preventDefault();
          setOpen(false);
        }}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open && (
        <Popup anchor={opener} className="menu" onClose={() => setOpen(false)}>
          <div role="menu">
            {element.options.map((option, at) => (
              <button key={at} type="button" role="menuitem" className="menu-item" onClick={() => choose(option)}>
                {plain(option.text)}
              </button>
            ))}
          </div>
        </Popup>
      )}
    </>
  );
}
