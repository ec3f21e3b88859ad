import { periodsForSale, spotIsPaidAsUsed, spotOptionsNeedSpot, subscriptionNeedsPeriod } from "./billing.ts";
import { fieldsFitCluster, runtimeFitsCluster } from "./cluster-version.ts";
import { encryptionNeedsEssd, iopsNeedSize, levelsNeedLargeDisks, performanceNeedsAutoPl } from "./disks.ts";
import { keysStandOnce, reservedLabelDomains, reservedTags, syntaxOfKeys } from "./keys.ts";
import {
  confidentialComputing,
  containerOs,
  hardeningNeedsAlibabaCloudLinux,
  keyOrPassword,
  mlpsLogon,
  oneHardening,
  windowsLogon,
} from "./logon-and-image.ts";
import {
  oneFieldForSecurityGroups,
  oneKindOfSurge,
  onePublicAddress,
  oneWayToPrivatePools,
  privatePoolsAreNamed,
} from "./network-and-capacity.ts";
import { nodeNames } from "./node-names.ts";
import { freeName, requiredFields } from "./required.ts";
import type { Rule } from "./rule.ts";
import { autoScalingNeedsBounds, boundsInOrder, deploymentSetHolds, growthAtOnce, sizeOrAutoScaling } from "./size.ts";

/** Every rule about fields together, by name. */
export const rules = {
  requiredFields,
  freeName,
  sizeOrAutoScaling,
  autoScalingNeedsBounds,
  boundsInOrder,
  growthAtOnce,
  deploymentSetHolds,
  subscriptionNeedsPeriod,
  periodsForSale,
  spotOptionsNeedSpot,
  spotIsPaidAsUsed,
  levelsNeedLargeDisks,
  encryptionNeedsEssd,
  performanceNeedsAutoPl,
  iopsNeedSize,
  keyOrPassword,
  containerOs,
  confidentialComputing,
  windowsLogon,
  mlpsLogon,
  oneHardening,
  hardeningNeedsAlibabaCloudLinux,
  oneFieldForSecurityGroups,
  onePublicAddress,
  oneWayToPrivatePools,
  privatePoolsAreNamed,
  oneKindOfSurge,
  syntaxOfKeys,
  reservedLabelDomains,
  keysStandOnce,
  reservedTags,
  nodeNames,
  runtimeFitsCluster,
  fieldsFitCluster,
} satisfies Readonly<Record<string, Rule>>;
