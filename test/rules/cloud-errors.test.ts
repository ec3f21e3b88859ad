import { describe, expect, it } from "vitest";
import { plainText } from "../../src/views/plain-text.ts";
import { wordsOf } from "../../src/words/catalogue.ts";

const { explainCloudError } = wordsOf("en");

function causeOf(code: string | null, message: string | null): string | null {
  const known = explainCloudError(code, message);
  return known === null ? null : plainText(known.cause);
}

describe("an error of ACK in plain words", () => {
  it.each([
    ["InvalidVSwitchId.IpNotEnough", null, /no free IP addresses/],
    ["InvalidParameter.Management", null, /ack-node-problem-detector/],
    ["MissingAuth.AliyunOOSLifecycleHook4CSRole", null, /service role AliyunOOSLifecycleHook4CSRole/],
    ["QuotaExceeded.Node", null, /as many nodes as the quota allows/],
    ["QuotaExceeded.Cluster", null, /quota/],
    ["QuotaExceed.ElasticQuota", null, /quota/],
    ["InsufficientBalance", null, /not enough money/],
    ["OperationDenied.NoStock", null, /sold out/],
    ["InvalidNodePoolStatus.Forbidden", null, /working on the pool/],
    ["Forbidden.RAM", null, /lacks a right/],
    ["Forbidden.SubUser", null, /lacks a right/],
    // Tasks and nodes often have the code within their sentence.
    ["400", "create instances failed: code: OperationDenied.NoStock, the type is sold out", /sold out/],
    [null, "ScaleOut failed, InvalidVSwitchId.IpNotEnough: vsw-1", /no free IP addresses/],
    // Alerts of managed pools, by the names of rule and event.
    ["nlc-drain-node-err", null, /could not be drained/],
    [null, "alert sls.app.ack.nlc.repair_fail fired", /could not repair/],
  ])("%s %s", (code, message, cause) => {
    expect(causeOf(code, message)).toMatch(cause);
  });

  it.each([
    ["SomethingNew", "that nobody knows"],
    ["constructor", "__proto__ toString"],
    [null, null],
    ["", ""],
  ])("is not invented for %s %s", (code, message) => {
    expect(explainCloudError(code, message)).toBeNull();
  });
});
