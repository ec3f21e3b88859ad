import { type SubmitEvent, type ReactNode, use, useState } from "react";
import type { PageView } from "../page-protocol.ts";
import { Blocks } from "./blocks/blocks.tsx";
import { InputErrorsContext } from "./blocks/input.tsx";
import { Dialog } from "./dialog.tsx";
import { completeValues } from "./elements/values.ts";
import { FormsContext } from "./forms.tsx";
import { closeView, submitView } from "./server.ts";
import { SurfaceProvider } from "./surface.tsx";

const noErrors: Readonly<Record<string, string>> = {};

/** How a submission went wrong. It is forgotten when the app changes the view. */
interface Refused {
  readonly hash: string;
  readonly errors: Readonly<Record<string, string>>;
  readonly problem: string | null;
}

/** The top one of a person's open modals. */
export function Modal({ view, me }: { readonly view: PageView; readonly me: string }): ReactNode {
  const forms = use(FormsContext);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const { errors, problem } = refused?.hash === view.hash ? refused : { errors: noErrors, problem: null };
  const close = (all: boolean): void => {
    void closeView({ as: me, viewId: view.id, all });
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefused(null);
    const values = completeValues(view.blocks, forms.valuesAt({ kind: "view", id: view.id }, me));
    const answer = await submitView({ as: me, viewId: view.id, values });
    setBusy(false);
    if (answer.ok) return;
    const { errors: under } = answer;
    const { hash } = view;
    setRefused({ hash, errors: under ?? noErrors, problem: under === null ? (answer.error ?? "unknown_error") : null });
  };
  return (
    <Dialog title={view.title} className="modal" onClose={() => close(false)}>
      <button type="button" className="tool dialog-x" aria-label="Close" onClick={() => close(true)}>
        ×
      </button>
      <form className="modal-form" noValidate onSubmit={(event) => void submit(event)}>
        <div className="dialog-body">
          {problem !== null && (
            <p className="block-alert block-alert-error" role="alert">
              We had some trouble connecting. Try again? ({problem})
            </p>
          )}
          <InputErrorsContext value={errors}>
            <SurfaceProvider place={{ kind: "view", id: view.id }} blocks={view.blocks}>
              <Blocks blocks={view.blocks} />
            </SurfaceProvider>
          </InputErrorsContext>
        </div>
        <footer className="dialog-footer">
          <button type="button" className="button" onClick={() => close(false)}>
            {view.close ?? (view.submit === null ? "Close" : "Cancel")}
          </button>
          {view.submit !== null && (
            <button type="submit" className="button button-filled button-primary" data-main aria-busy={busy}>
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
