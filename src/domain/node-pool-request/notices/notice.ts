/** What is no error in a request and still worth knowing, as data, by code. `other` is the path of another field. */
interface Notices {
  /** The field does nothing unless `other` is one of `needed`. */
  readonly "no-effect": { readonly other: string; readonly needed: readonly string[] };
  /** The field is left out, and documents name what ACK takes then. */
  readonly "default-applies": { readonly value: string };
  /** The field is left out, and documents differ in what ACK takes then. */
  readonly "default-uncertain": object;
  // Advice
  /** In nodes. */
  readonly "below-advised-size": { readonly advised: number };
  readonly "no-desired-size": object;
  /** In nodes. */
  readonly "above-default-quota": { readonly quota: number };
  readonly "one-zone": object;
  readonly "one-instance-type": object;
  readonly "no-logon": object;
  readonly "no-price-limit": object;
  // Consequences
  readonly "spot-is-taken-back": object;
  readonly "no-root-logon": object;
  readonly "windows-taint": object;
  readonly "fixed-once-made": object;
  /** In nodes. */
  readonly "deployment-set-holds": { readonly most: number; readonly zones: number };
  readonly "confidential-instances": { readonly families: readonly string[] };
  // What is not checked
  readonly "deprecated-but-taken": { readonly successor: string | null };
  readonly "unlisted-image-type": { readonly value: string };
  readonly "unknown-field": object;
}

export type NoticeCode = keyof Notices;

/** A notice of one code, or of any. `path` is the field as people type it. */
export type RequestNotice<Code extends NoticeCode = NoticeCode> = {
  readonly [Each in Code]: { readonly code: Each; readonly path: string } & Notices[Each];
}[Code];
