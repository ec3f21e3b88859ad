import { refuse } from "../errors.ts";
import { isOn, textAt } from "../json.ts";
import { compareVersions, imageOffers, minorsBetween, versionOffers } from "../metadata.ts";
import { controlPlaneVersion, versionsOf } from "../pool.ts";
import type { NodeVersions } from "../node.ts";
import type { Cluster, NodePool } from "../state.ts";
import type { Call } from "./operation.ts";

/** Minor versions by which kubelet may be older than the control plane (Kubernetes: version skew policy). */
const mostSkew = 3;

/** The versions that an upgrade brings; parts that are not named stay. Throws AckError where they cannot be had. */
export function wantedVersions({ region, body }: Call, cluster: Cluster, pool: NodePool): NodeVersions {
  const { assumptions } = region;
  const fail = (message: string): Error =>
    refuse(assumptions.wrongVersion.status, assumptions.wrongVersion.code, message);
  const present = versionsOf(pool);
  const kubelet = textAt(body, "kubernetes_version");
  const image = textAt(body, "image_id");
  const runtime = textAt(body, "runtime_version");
  if (assumptions.upgradeNeedsAPart && (kubelet ?? image ?? runtime) === null) {
    throw fail("one of kubernetes_version, image_id and runtime_version is required");
  }
  const wanted = {
    kubelet: kubelet ?? present.kubelet,
    runtime: runtime ?? present.runtime,
    image: image ?? present.image,
  };

  const plane = controlPlaneVersion(cluster);
  const offer = versionOffers.find(({ version }) => version === wanted.kubelet);
  if (kubelet !== null) {
    if (offer === undefined) throw fail(`kubernetes_version ${kubelet} is not available`);
    if (compareVersions(kubelet, plane) > 0) {
      throw fail(`kubernetes_version ${kubelet} is newer than the control plane's ${plane}: upgrade the cluster first`);
    }
    if (compareVersions(kubelet, present.kubelet) < 0) {
      throw fail(`nodes cannot go back from ${present.kubelet} to ${kubelet}`);
    }
    if (minorsBetween(kubelet, plane) > mostSkew) throw fail(`kubernetes_version ${kubelet} is too old for ${plane}`);
  }
  const runtimeType = textAt(body, "runtime_type");
  if (runtimeType !== null && runtimeType !== "containerd") throw fail(`runtime ${runtimeType} is not available`);
  if (runtime !== null && runtime !== present.runtime && offer?.containerd.includes(runtime) !== true) {
    throw fail(`containerd ${runtime} is not available for Kubernetes ${wanted.kubelet}`);
  }
  if (image !== null && image !== present.image) {
    // Custom images are called m-…
    if (!image.startsWith("m-") && !imageOffers.some(({ id }) => id === image)) throw fail(`image ${image} not found`);
    if (!isOn(body, "use_replace")) throw fail("the operating system can only be changed with use_replace");
  }
  return wanted;
}
