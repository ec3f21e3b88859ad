import { type ReactNode, useState } from "react";
import type { Delivery } from "../../page-protocol.ts";

/** Sends requests of the panel, and keeps what was wrong with the last one. */
export function useRequest(): {
  readonly send: (request: () => Promise<Delivery>) => void;
  readonly problem: ReactNode;
} {
  const [error, setError] = useState<string | null>(null);
  const send = async (request: () => Promise<Delivery>): Promise<void> => {
    setError(null);
    const { ok, error: refused } = await request();
    if (!ok) setError(refused ?? "unknown_error");
  };
  return {
    send: (request) => void send(request),
    problem:
      error === null ? null : (
        <p className="input-error" role="alert">
          That did not work: {error}
        </p>
      ),
  };
}
