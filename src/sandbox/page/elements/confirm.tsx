import type { ReactNode } from "react";
import type { Confirmation } from "../blocks/composition.ts";
import { Text } from "../blocks/text.tsx";
import { Dialog } from "../dialog.tsx";

/** Asks once more before an element is used (Slack: "Confirmation dialog object"). */
export function ConfirmDialog({
  confirmation,
  onConfirm,
  onDeny,
}: {
  readonly confirmation: Confirmation;
  readonly onConfirm: () => void;
  readonly onDeny: () => void;
}): ReactNode {
  const { title, text, confirm, deny, style = "primary" } = confirmation;
  return (
    <Dialog title={title?.text ?? "Are you sure?"} className="dialog-small" onClose={onDeny}>
      <div className="dialog-body">
        <Text text={text} />
      </div>
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={onDeny}>
          {deny?.text ?? "No"}
        </button>
        <button type="button" className={`button button-filled button-${style}`} data-main onClick={onConfirm}>
          {confirm?.text ?? "Yes"}
        </button>
      </footer>
    </Dialog>
  );
}
