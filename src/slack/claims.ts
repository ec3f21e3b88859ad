/** Resolves, once it is written down that a request was taken, with whether that was the first time: before, nothing of it may have an effect. */
export type Claim = () => Promise<boolean>;

/** Of what belongs to work that began: its request was claimed before. */
export const claimed: Claim = () => Promise.resolve(true);

/** By the object that Bolt hands along with each request, from the guard to the listener. */
const claims = new WeakMap<object, Claim>();

export function setClaim(request: object, claim: Claim): void {
  claims.set(request, claim);
}

/** Of a request that changes nothing there is no claim: it may be served again and again. */
export function claimOf(request: object): Claim {
  return claims.get(request) ?? claimed;
}
