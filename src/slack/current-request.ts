import { AsyncLocalStorage } from "node:async_hooks";

/** Resolves, once it is written down that a request was taken, with whether that was the first time: before, nothing of it may have an effect. */
export type Claim = () => Promise<boolean>;

const current = new AsyncLocalStorage<Claim>();

/** Serves a request; all that is begun meanwhile belongs to it. */
export function duringRequest<Value>(claim: Claim, serve: () => Value): Value {
  return current.run(claim, serve);
}

/** The claim of the request that is being served; outside of one there is nothing to wait for. */
export function claimOfRequest(): Claim {
  return current.getStore() ?? (() => Promise.resolve(true));
}
