import { isObject, type JsonObject, listAt, merge } from "../json.ts";
import { imageOffers } from "../metadata.ts";
import type { NodeVersions } from "../node.ts";

/** The pool's configuration with new versions, so that new nodes come up with them. */
export function adoptVersions(document: JsonObject, { kubelet, runtime, image }: NodeVersions): JsonObject {
  const components = listAt(document, "node_components").map((component) =>
    isObject(component) && component["name"] === "kubelet" ? merge(component, { version: kubelet }) : component,
  );
  const offer = imageOffers.find(({ id }) => id === image);
  return merge(document, {
    node_components: components,
    kubernetes_config: { runtime_version: runtime },
    scaling_group: { image_id: image, ...(offer === undefined ? {} : { image_type: offer.type }) },
  });
}
