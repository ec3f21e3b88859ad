import * as z from "zod";

const flag = z.boolean().optional();
const text = z.string().optional();
const number = z.number().optional();
const names = z.array(z.string()).optional();
const settings = z.record(z.string(), z.unknown()).optional();

/** ACK: the data type KubeletConfig; the only group of the API whose fields are in camel case. */
const kubeletConfiguration = z.looseObject({
  allowedUnsafeSysctls: names,
  clusterDNS: names,
  containerLogMaxFiles: number,
  containerLogMaxSize: text,
  containerLogMaxWorkers: number,
  containerLogMonitorInterval: text,
  cpuCFSQuota: flag,
  cpuCFSQuotaPeriod: text,
  cpuManagerPolicy: text,
  eventBurst: number,
  eventRecordQPS: number,
  evictionHard: settings,
  evictionSoft: settings,
  evictionSoftGracePeriod: settings,
  featureGates: settings,
  imageGCHighThresholdPercent: number,
  imageGCLowThresholdPercent: number,
  kubeAPIBurst: number,
  kubeAPIQPS: number,
  kubeReserved: settings,
  maxPods: number,
  memoryManagerPolicy: text,
  podPidsLimit: number,
  readOnlyPort: number,
  registryBurst: number,
  registryPullQPS: number,
  reservedMemory: z.array(z.looseObject({ limits: settings, numaNode: number })).optional(),
  serializeImagePulls: flag,
  serverTLSBootstrap: flag,
  systemReserved: settings,
  topologyManagerPolicy: text,
  tracing: z.looseObject({ endpoint: text, samplingRatePerMillion: number }).optional(),
});

/** ACK: CreateClusterNodePool `node_config`. */
export const nodeConfig = z.looseObject({ kubelet_configuration: kubeletConfiguration.optional() });

/** ACK: CreateClusterNodePool `node_components[]`. */
export const nodeComponent = z.looseObject({
  name: text,
  version: text,
  config: z
    .looseObject({
      custom_config: settings,
      envs: z.array(z.looseObject({ name: text, value: text })).optional(),
    })
    .optional(),
});
