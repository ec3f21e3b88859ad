import cs from "@alicloud/cs20151215";
import credentials from "@alicloud/credentials";
import { $OpenApiUtil, ClientError, ServerError, ThrottlingError } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";
import { CloudError, type CloudFailure } from "../domain/cloud.ts";
import { type Facts, UnusableAnswer, withoutNoise } from "./errors.ts";

/** How to reach Alibaba Cloud. */
export interface CloudAccess {
  /** `host` or `host:port` with its protocol; null: the endpoint of each region. */
  readonly endpoint: { readonly protocol: "HTTP" | "HTTPS"; readonly host: string } | null;
  /** null: the default credential chain of @alicloud/credentials. */
  readonly accessKey: { readonly id: string; readonly secret: string; readonly securityToken: string | null } | null;
}

/** One call of the ACK API, version 2015-12-15. */
export interface Call {
  readonly region: string;
  readonly action: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** `nothing`: the answer has no body, or an empty one (ACK: PauseTask, ResumeTask, CancelTask). */
  readonly answers?: "json" | "nothing";
}

/**
 * Makes a call once and answers body and headers as they are: the SDK's typed models drop every field that they do not know.
 * @param silence milliseconds without a sign of the cloud after which the call is given up
 * @throws CloudError of what the cloud said; whatever the SDK throws where nothing was said that it understands
 */
export type Send = (call: Call, silence: number) => Promise<unknown>;

/** The one module that knows the SDK, which is a good part of all that the program reads: it is loaded once the bot can serve. */
export function createSdk(access: CloudAccess): Send {
  const clients = new Map<string, InstanceType<typeof cs.default>>();

  function clientOf(region: string): InstanceType<typeof cs.default> {
    const known = clients.get(region);
    if (known !== undefined) return known;
    const made = new cs.default(
      new $OpenApiUtil.Config({
        regionId: region,
        credential: credentialOf(access),
        ...(access.endpoint === null ? {} : { endpoint: access.endpoint.host, protocol: access.endpoint.protocol }),
      }),
    );
    clients.set(region, made);
    return made;
  }

  return async ({ region, action, method, path, query, body, answers = "json" }, silence) => {
    const params = new $OpenApiUtil.Params({
      action,
      version: "2015-12-15",
      protocol: "HTTPS",
      pathname: path,
      method,
      authType: "AK",
      style: "ROA",
      reqBodyType: "json",
      bodyType: answers === "json" ? "json" : "none",
    });
    const request = new $OpenApiUtil.OpenApiRequest({
      headers: {},
      ...(query === undefined ? {} : { query }),
      ...(body === undefined ? {} : { body }),
    });
    // Both: under Node the idle timer of the socket uses the connect timeout, which is 3 seconds if left out.
    const runtime = new RuntimeOptions({ connectTimeout: silence, readTimeout: silence });
    try {
      return await clientOf(region).callApi(params, request, runtime);
    } catch (error) {
      throw said(error, action);
    }
  };
}

function credentialOf({ accessKey }: CloudAccess): InstanceType<typeof credentials.default> {
  if (accessKey === null) return new credentials.default();
  const { id, secret, securityToken } = accessKey;
  return new credentials.default(
    new credentials.Config({
      type: securityToken === null ? "access_key" : "sts",
      accessKeyId: id,
      accessKeySecret: secret,
      ...(securityToken === null ? {} : { securityToken }),
    }),
  );
}

/** Codes with which ACK says that too much was asked, beside those that its SDK knows (`Throttling…`). */
const throttlingCode = /Throttling|^ServiceUnavailable$|QPS Limit/;
const missingCode = /NotFound/;
const deniedCode =
  /^(Forbidden(\.|$)|NoPermission|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|IncompleteSignature|InvalidCredentials)/;

/** What the cloud said, if the SDK throws that; else the error as it is. */
function said(error: unknown, action: string): unknown {
  if (error instanceof ThrottlingError) {
    return new CloudError({ ...factsOf(error, action, "throttled"), retryAfter: error.retryAfter ?? null });
  }
  if (error instanceof ClientError) return new CloudError(factsOf(error, action, failureOf(error)));
  if (error instanceof ServerError) {
    return throttlingCode.test(error.code) || error.statusCode === 429
      ? new CloudError(factsOf(error, action, "throttled"))
      : new UnusableAnswer(factsOf(error, action, "unreachable"));
  }
  return error;
}

function failureOf({ code, statusCode }: ClientError): CloudFailure {
  if (statusCode === 429 || throttlingCode.test(code)) return "throttled";
  if (deniedCode.test(code) || statusCode === 401) return "denied";
  if (missingCode.test(code)) return "not-found";
  return statusCode === 404 ? "not-found" : "refused";
}

function factsOf(error: ClientError | ServerError | ThrottlingError, action: string, failure: CloudFailure): Facts {
  return {
    failure,
    code: error.code === "undefined" ? `HTTP ${error.statusCode ?? "?"}` : error.code,
    action,
    detail: withoutNoise(error.message),
    requestId: error.requestId === undefined || error.requestId === "undefined" ? null : error.requestId,
    retryAfter: null,
    cause: error,
  };
}
