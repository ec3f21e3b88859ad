/** Signature version ACS3-HMAC-SHA256, checked against the request as it came over the wire. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { AckAssumptions } from "./assumptions.ts";
import { refuse } from "./errors.ts";

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface SignatureCheck {
  /** The access key id that signed. Throws AckError. */
  check(request: ReceivedRequest): string;
}

const algorithm = "ACS3-HMAC-SHA256";
const apiVersion = "2015-12-15";
/** Milliseconds that a request's date may be off, and so for which its nonce has to be remembered. */
const window = 15 * 60_000;
/** Headers that have to be covered, beside what the client chose to sign. */
const covered = [
  "host",
  "x-acs-action",
  "x-acs-content-sha256",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-version",
];
const authorization =
  /^(?<algorithm>\S+)\s+Credential=(?<key>[^,]*),\s*SignedHeaders=(?<names>[^,]*),\s*Signature=(?<signature>[0-9a-f]*)$/;

/**
 * @param accessKeys secrets by access key id
 * @param now the time here: clients sign with it, however fast the cloud runs
 */
export function createSignatureCheck(
  accessKeys: Readonly<Record<string, string>>,
  statuses: AckAssumptions["signatureStatus"],
  now: () => number,
): SignatureCheck {
  const nonces = new Map<string, number>();

  function useNonce(nonce: string): void {
    for (const [old, at] of nonces) {
      if (at > now() - 2 * window) break;
      nonces.delete(old);
    }
    if (nonces.has(nonce)) {
      throw refuse(statuses.usedNonce, "SignatureNonceUsed", "Specified signature nonce was used already.");
    }
    nonces.set(nonce, now());
  }

  function incomplete(what: string): Error {
    return refuse(statuses.incomplete, "IncompleteSignature", `The request signature does not conform: ${what}.`);
  }

  return {
    check(request) {
      const { headers } = request;
      const parts = authorization.exec(headers["authorization"] ?? "")?.groups;
      if (parts === undefined) throw incomplete("no Authorization header that can be read");
      if (parts["algorithm"] !== algorithm) throw incomplete(`${parts["algorithm"] ?? ""} is not served here`);
      const names = (parts["names"] ?? "").split(";");
      const missing = covered.find((name) => !names.includes(name) || headers[name] === undefined);
      if (missing !== undefined) throw incomplete(`${missing} is not signed`);
      if (headers["x-acs-version"] !== apiVersion) {
        throw refuse(400, "InvalidVersion", `Specified parameter Version is not valid: ${headers["x-acs-version"]}`);
      }
      const key = parts["key"] ?? "";
      const secret = Object.hasOwn(accessKeys, key) ? accessKeys[key] : undefined;
      if (secret === undefined) {
        throw refuse(statuses.unknownKey, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
      }
      const date = Date.parse(headers["x-acs-date"] ?? "");
      if (Number.isNaN(date) || Math.abs(date - now()) > window) {
        throw refuse(statuses.expired, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
      }
      const hash = sha256(request.body);
      const right = sign(secret, canonicalRequest(request, names, hash));
      if (headers["x-acs-content-sha256"] !== hash || !same(parts["signature"] ?? "", right)) {
        throw refuse(
          statuses.wrongSignature,
          "SignatureDoesNotMatch",
          "Specified signature does not match our calculation.",
        );
      }
      useNonce(headers["x-acs-signature-nonce"] ?? "");
      return key;
    },
  };
}

function canonicalRequest(request: ReceivedRequest, signed: readonly string[], hash: string): string {
  const [path = "", query = ""] = request.target.split("?", 2);
  const names = signed.toSorted();
  return [
    request.method,
    path.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~"),
    canonicalQuery(query),
    names.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`).join(""),
    names.join(";"),
    hash,
  ].join("\n");
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join("&");
}

/** RFC 3986: leaves only letters, digits, `-`, `_`, `.`, `~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

function sign(secret: string, canonical: string): string {
  return createHmac("sha256", secret)
    .update(`${algorithm}\n${sha256(canonical)}`)
    .digest("hex");
}

function same(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
