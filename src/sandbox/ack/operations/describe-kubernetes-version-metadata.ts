import { invalidParameter } from "../errors.ts";
import type { Json } from "../json.ts";
import { imageOffers, type VersionOffer, versionOffers } from "../metadata.ts";
import type { Operation } from "./operation.ts";

/** Answers a bare list, newest version first. */
export const describeKubernetesVersionMetadata: Operation = {
  action: "DescribeKubernetesVersionMetadata",
  method: "GET",
  path: "/api/v1/metadata/versions",
  answer({ query }) {
    for (const name of ["Region", "ClusterType"]) {
      if ((query[name] ?? "") === "") throw invalidParameter(`${name} is required`);
    }
    const version = query["KubernetesVersion"] ?? "";
    return versionOffers
      .filter((offer) => version === "" || offer.version === version)
      .toReversed()
      .map((offer) => wireOffer(offer, query["QueryUpgradableVersion"] === "true"));
  },
};

function wireOffer(offer: VersionOffer, withUpgrades: boolean): Json {
  return {
    version: offer.version,
    creatable: offer.creatable,
    release_date: offer.released,
    expiration_date: offer.expires,
    upgradable_versions: withUpgrades ? offer.upgradableTo : [],
    capabilities: { AnyAZ: true, ChargeType: "PostPaid" },
    meta_data: { KubernetesVersion: offer.version, SubClass: "default" },
    runtimes: offer.containerd.map((version) => ({ name: "containerd", version })),
    images: imageOffers.map(({ id, name, type, version, architecture }) => ({
      image_id: id,
      image_name: name,
      image_type: type,
      platform: "AliyunLinux",
      os_version: version,
      os_type: "Linux",
      image_category: "system",
      architecture,
    })),
  };
}
