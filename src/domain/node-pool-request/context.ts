/** What is known around a request for a node pool; null where it is not, and then nothing is held against the request. */
export interface RequestContext {
  /** Of the cluster's control plane, `1.33.3-aliyun.1`. */
  readonly clusterVersion: string | null;
  /** Names of the pools that the cluster has. */
  readonly poolNames: readonly string[] | null;
  /** The zone of each vSwitch, by its id. */
  readonly zones: Readonly<Record<string, string>> | null;
}
