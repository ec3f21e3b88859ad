import type { ReactNode } from "react";

/** Stands where the page cannot show what the app sent. Slack adds blocks often; nothing may vanish unseen. */
export function Placeholder({ type, what }: { readonly type: string; readonly what: "block" | "element" }): ReactNode {
  return (
    <div className="placeholder">
      This page does not show the {what} <code>{type}</code>. Slack may.
    </div>
  );
}
