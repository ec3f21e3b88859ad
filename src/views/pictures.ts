import { type Course, nodesDoneOverTime } from "../domain/node-history.ts";
import type { Picture } from "../domain/document.ts";
import type { Operation } from "../domain/operation.ts";
import type { Words } from "../words/catalogue.ts";
import { chartOf } from "./chart.ts";

/** A pool's nodes over time. @param name `cluster/pool` */
export function poolPicture(name: string, course: Course, { charts }: Words): Picture {
  return {
    name: "nodes.png",
    drawing: chartOf(course),
    title: charts.poolTitle(name),
    description: charts.poolDescription(name, course),
  };
}

/** How an upgrade went, for its end; null for other changes, and where nothing of it was carried out. */
export function endPicture(operation: Operation, { charts }: Words): Picture | null {
  const { id, plan } = operation;
  const course = plan.change.kind === "upgrade" ? nodesDoneOverTime(operation) : null;
  if (course === null) return null;
  return {
    name: `${id}.png`,
    drawing: chartOf(course),
    title: charts.upgradeTitle(id),
    description: charts.upgradeDescription(id, plan.effect.nodes, course),
  };
}
