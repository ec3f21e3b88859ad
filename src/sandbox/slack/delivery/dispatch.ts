import type { SlackAssumptions } from "../assumptions.ts";
import type { Faults } from "../faults.ts";
import type { DeliveryRequest, Outcome, Transport } from "./transport.ts";

/** Sends through the transport, with whatever fault is set for deliveries. */
export function createDispatch(
  transport: Transport,
  faults: Faults,
  assumptions: SlackAssumptions,
): (request: DeliveryRequest) => Promise<Outcome> {
  return async (request) => {
    const fault = faults.takeForDelivery();
    switch (fault?.kind) {
      case "undeliverable":
        return {
          kind: "failed",
          error: assumptions.undeliverableError,
          reason: "connection_failed",
          final: false,
        };
      case "deliver-twice": {
        // Both are under way at once, the hardest case for an app.
        const first = transport.send(request);
        void transport.send(request);
        return await first;
      }
      case "drop-connection": {
        const sent = transport.send(request);
        setImmediate(() => transport.cut());
        return await sent;
      }
      case "lose-ack": {
        const started = Date.now();
        const outcome = await transport.send(request);
        if (outcome.kind === "failed") return outcome;
        await pause(Math.max(0, assumptions.ackTimeoutMs - (Date.now() - started)));
        return { kind: "failed", error: assumptions.timeoutError, reason: "timeout", final: false };
      }
      case undefined:
        return await transport.send(request);
    }
  };
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
