/** States of a node pool as ACK's console calls them (ACK: `status.state`). */
const states: ReadonlyMap<string, string> = new Map(
  Object.entries({
    initial: "初始化中",
    active: "已激活",
    scaling: "伸缩中",
    updating: "更新中",
    upgrading: "升级中",
    repairing: "修复中",
    removing: "移除节点中",
    removing_nodes: "移除节点中",
    deleting: "删除中",
    deleted: "已删除",
    failed: "失败",
    delete_failed: "删除失败",
  }),
);

export function poolState(state: string): string {
  return states.get(state) ?? state;
}
