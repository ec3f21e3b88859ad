/** A dialog over everything. The browser's own: it keeps the focus inside and the rest of the page out of reach. */
import { type ReactNode, useEffect, useId, useRef } from "react";

export function Dialog({
  title,
  className,
  onClose,
  children,
}: {
  readonly title: string;
  readonly className: string;
  /** Escape was pressed. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    focusFirst(element);
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId} className="dialog-title">
        {title}
      </h2>
      {children}
    </dialog>
  );
}

/** The first field to fill in, else the main button, rather than the X that comes first. */
function focusFirst(dialog: HTMLDialogElement): void {
  const asked = dialog.querySelector<HTMLElement>("[data-focus-on-load]");
  const field = dialog.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select");
  const main = dialog.querySelector<HTMLElement>("[data-main]");
  (asked ?? field ?? main)?.focus();
}
