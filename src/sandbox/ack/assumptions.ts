/**
 * What ACK's published documentation leaves open, or what is only known by report. Each switch says what the miniature
 * does; a test that hangs on one of them should set it, so that it is plain what it relies on.
 */
export interface AckAssumptions {
  /** Whether DescribeClustersV1 still answers: announced to be decommissioned in 2026. */
  readonly clustersV1Answers: boolean;
  /** Size of a page of the cluster list where none is asked for; only examples (3 and 10) are documented. */
  readonly clustersPageSize: number;
  /** Size of a page of the task list where none is asked for; only an example (20) is documented. */
  readonly tasksPageSize: number;
  /** Whether DescribeClusterTasks filters by `state` and `task_type`: a vendor's tool sends them, the SDK has neither. */
  readonly taskListFilters: boolean;
  /** Seconds by which lists of events run behind. Documented: 1 to 10. */
  readonly eventLagSeconds: number;
  /** The reference says RFC 3339 in UTC, the SDK's examples show +08:00. */
  readonly eventTimeZone: "utc" | "+08:00";
  /** Whether an `x-acs-action` that does not belong to method and path is refused. */
  readonly actionHeaderMustMatch: boolean;

  /** HTTP status of InvalidNodePoolStatus.Forbidden: 400 or 403. */
  readonly poolStatusForbidden: number;
  /** HTTP status of ErrorNodePoolNotFound. */
  readonly poolNotFound: number;
  /** How an unknown task is told. */
  readonly taskNotFound: { readonly status: number; readonly code: string };
  /** HTTP statuses of the gateway's refusals. */
  readonly signatureStatus: {
    readonly unknownKey: number;
    readonly wrongSignature: number;
    readonly incomplete: number;
    readonly usedNonce: number;
    readonly expired: number;
  };
  /** Which of `ErrPauseTask` and `TaskOperationNotSupported` is the code and which the detail. */
  readonly taskOperationRefused: { readonly status: number; readonly code: string; readonly detail: string };
  /** HTTP status of InvalidParameter.Management: managed features without ack-node-problem-detector. */
  readonly managementRefused: number;
  /** How a second upgrade in a cluster is refused. */
  readonly concurrentUpgrade: { readonly status: number; readonly code: string };
  /** How more than 500 nodes in one call, a negative count or size, and odd batch settings are refused. */
  readonly outOfRange: { readonly status: number; readonly code: string };
  /** How a kubelet newer than its control plane, or an impossible combination of versions, is refused. */
  readonly wrongVersion: { readonly status: number; readonly code: string };

  /** Seconds for which a new pool is not found: seen in the field, briefly. */
  readonly createdPoolHiddenSeconds: number;
  /** How a pool too many in a cluster is refused. */
  readonly poolQuotaExceeded: { readonly status: number; readonly code: string };
  /** How deleting a pool with nodes is refused where it is not forced. */
  readonly deletionWithNodes: { readonly status: number; readonly code: string };
  /** How deleting the default pool is refused. */
  readonly defaultPoolDeletion: { readonly status: number; readonly code: string };
  /** Whether nodes that outlive their pool stay in the cluster: the same page says both. */
  readonly retainedNodesStayRegistered: boolean;
  /** Whether CreateClusterNodePool takes `auto_repair_policy_id`: the SDK does not have it there. */
  readonly createTakesRepairPolicy: boolean;
  /** Default of auto_repair, auto_upgrade and auto_vul_fix: an announcement says false, the SDK true. */
  readonly managedSwitchesDefault: boolean;
  /** What becomes of a change to a field that never changes. */
  readonly fixedFields: "ignored" | "refused";
  /** Whether switching `management.enable` off forgets the settings beside it. */
  readonly managedOffForgets: boolean;

  /** Type of the events about creation, deletion, repair and fixes of a pool: no documented type is about them. */
  readonly otherPoolEventType: string;
  /** Types of the tasks of creation (from a fixture), deletion, removal, attachment and repair. */
  readonly createTaskType: string;
  readonly deleteTaskType: string;
  readonly removalTaskType: string;
  readonly attachTaskType: string;
  readonly repairTaskType: string;
  /** Whether Security Center's vulnerability fixing has been bought, and how a fix without it is refused. */
  readonly vulnerabilityFixPurchased: boolean;
  readonly fixWithoutService: { readonly status: number; readonly code: string };
  /** Under which key FixNodePoolVuls takes vulnerabilities: the SDK says `vuls`, a vendor's tool `vulnerabilities`. */
  readonly fixKey: "vuls" | "vulnerabilities" | "either";
  /** Type of the task of a fix, and state of the pool meanwhile. */
  readonly fixTaskType: string;
  readonly fixPoolState: "updating" | "upgrading" | "repairing";
  /** Whether a maintenance window that is sent is merged into the one that is there, or replaces it. */
  readonly maintenanceWindowMerges: boolean;
  /** How an unknown plan is told, and how cancelling one that is not waiting any more is refused. */
  readonly planNotFound: { readonly status: number; readonly code: string };
  readonly planNotCancelable: { readonly status: number; readonly code: string };
  /** `target_type` of plans for node pools; only `cluster` is documented. */
  readonly planPoolTarget: string;
  /** Words of GetClusterCheck; only the second one is documented. */
  readonly checkStatuses: { readonly running: string; readonly passed: string; readonly failed: string };
  /** How an unknown check is told. */
  readonly checkNotFound: { readonly status: number; readonly code: string };
  /** Whether the operations on auto repair policies answer: they are for invited accounts. */
  readonly repairPoliciesServed: boolean;
  /** How an unknown auto repair policy is told. */
  readonly repairPolicyNotFound: { readonly status: number; readonly code: string };
  /** Type of the task that removes nodes when the desired size goes down; the one of growth is documented. */
  readonly scaleInTaskType: string;
  /** Whether a lower desired size drains nodes first: one page says no, a live run showed the stage. */
  readonly scaleInDrains: boolean;
  /** Whether scaling tasks fill `events` of DescribeTaskInfo. */
  readonly scalingTasksHaveEvents: boolean;
  /** Whether a change that changes nothing is answered with a task. */
  readonly unchangedModifyHasTask: boolean;
  /** Desired size of a pool whose auto scaling was just switched off. */
  readonly desiredSizeAfterAutoScaling: "absent" | "present-count";
  /** Whether DescribeClusterNodes lists nodes that have not joined yet. Seen in the field: no. */
  readonly unregisteredNodesListed: boolean;
  /** The state of a pool whose upgrade is paused. */
  readonly pausedPoolState: "upgrading" | "active";
  /** Batches after a pause: 1, 2, 4 … again (so an old guide), or on from the size that was reached. */
  readonly batchesAfterResume: "start-again" | "go-on";
  /** Whether an upgrade is refused while a node that it covers is not ready and warnings are not ignored. */
  readonly upgradeNeedsReadyNodes: boolean;
  /** Whether an upgrade that names neither Kubernetes, image nor runtime is refused. */
  readonly upgradeNeedsAPart: boolean;

  /** How many calls of one action one access key may make. No numbers are published. */
  readonly throttling: {
    readonly burst: number;
    readonly perSecond: number;
    readonly status: number;
    readonly code: string;
    /** Milliseconds in `x-acs-retry-after`, where a fault throttles. */
    readonly retryAfter: number;
  };
  /** Whether calls are limited at all; a fault throttles in any case. */
  readonly throttles: boolean;
}

export const ackAssumptions = {
  clustersV1Answers: true,
  clustersPageSize: 10,
  tasksPageSize: 20,
  taskListFilters: false,
  eventLagSeconds: 3,
  eventTimeZone: "utc",
  actionHeaderMustMatch: true,
  poolStatusForbidden: 400,
  poolNotFound: 404,
  taskNotFound: { status: 404, code: "ErrorTaskNotFound" },
  signatureStatus: { unknownKey: 404, wrongSignature: 400, incomplete: 400, usedNonce: 400, expired: 400 },
  taskOperationRefused: { status: 400, code: "ErrPauseTask", detail: "TaskOperationNotSupported" },
  managementRefused: 400,
  concurrentUpgrade: { status: 400, code: "OperationConflict.NodePoolUpgrade" },
  outOfRange: { status: 400, code: "InvalidParameter" },
  wrongVersion: { status: 400, code: "InvalidParameter" },
  createdPoolHiddenSeconds: 0,
  poolQuotaExceeded: { status: 400, code: "QuotaExceeded.NodePool" },
  deletionWithNodes: { status: 400, code: "DependencyResourceExist" },
  defaultPoolDeletion: { status: 400, code: "Forbidden.DefaultNodePool" },
  retainedNodesStayRegistered: true,
  createTakesRepairPolicy: false,
  managedSwitchesDefault: false,
  fixedFields: "ignored",
  managedOffForgets: false,
  otherPoolEventType: "nodepool_update",
  createTaskType: "nodepool_create",
  deleteTaskType: "nodepool_delete",
  removalTaskType: "remove_nodepool_nodes",
  attachTaskType: "cluster_attach",
  repairTaskType: "nodepool_repair",
  vulnerabilityFixPurchased: true,
  fixWithoutService: { status: 403, code: "Forbidden.VulFixServiceNotPurchased" },
  fixKey: "vuls",
  fixTaskType: "nodepool_vul_fix",
  fixPoolState: "updating",
  maintenanceWindowMerges: true,
  planNotFound: { status: 404, code: "ErrorOperationPlanNotFound" },
  planNotCancelable: { status: 400, code: "OperationPlanNotCancelable" },
  planPoolTarget: "nodepool",
  checkStatuses: { running: "Running", passed: "Succeeded", failed: "Failed" },
  checkNotFound: { status: 404, code: "ErrorCheckNotFound" },
  repairPoliciesServed: true,
  repairPolicyNotFound: { status: 404, code: "ErrorAutoRepairPolicyNotFound" },
  scaleInTaskType: "cluster_scalein",
  scaleInDrains: true,
  scalingTasksHaveEvents: true,
  unchangedModifyHasTask: false,
  desiredSizeAfterAutoScaling: "present-count",
  unregisteredNodesListed: false,
  pausedPoolState: "upgrading",
  batchesAfterResume: "start-again",
  upgradeNeedsReadyNodes: false,
  upgradeNeedsAPart: true,
  throttling: { burst: 200, perSecond: 100, status: 429, code: "Throttling.User", retryAfter: 1_000 },
  throttles: true,
} as const satisfies AckAssumptions;
