/** Where a cluster's API stands on the region's server, before `/api/v1`. */
export const kubernetesPath = (clusterId: string): string => `/kubernetes/${clusterId}`;

/** What ACK hands out for a cluster's API. Plain HTTP: the client library takes that only without TLS checks. */
export function kubeconfig(server: string, clusterId: string, token: string): string {
  return [
    "apiVersion: v1",
    "kind: Config",
    "clusters:",
    "- name: kubernetes",
    "  cluster:",
    `    server: ${server}`,
    "    insecure-skip-tls-verify: true",
    "contexts:",
    `- name: kubernetes-admin-${clusterId}`,
    "  context:",
    "    cluster: kubernetes",
    "    user: kubernetes-admin",
    `current-context: kubernetes-admin-${clusterId}`,
    "users:",
    "- name: kubernetes-admin",
    "  user:",
    `    token: ${token}`,
    "",
  ].join("\n");
}
