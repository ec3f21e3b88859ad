import * as z from "zod";
import type { RepairLabels } from "../domain/repair-labels.ts";

const wireLabel = z.object({ key: z.string().min(1), value: z.string().min(1) });

/** ACK: DescribeAutoRepairPolicy. A step may wait for somebody, and says by which labels. */
export const wireRepairPolicy = z.object({
  rules: z
    .array(
      z.object({
        repair_procedure: z
          .array(
            z.object({
              intervention: z
                .object({
                  enable: z.boolean().nullish(),
                  inquiring_label: wireLabel.nullish(),
                  approved_label: wireLabel.nullish(),
                })
                .nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

/** The labels of every step that waits for somebody, each pair once. */
export function toRepairLabels({ rules }: z.infer<typeof wireRepairPolicy>): readonly RepairLabels[] {
  const steps = (rules ?? []).flatMap(({ repair_procedure: procedure }) => procedure ?? []);
  const found = steps.flatMap(({ intervention }): readonly RepairLabels[] => {
    const { enable, inquiring_label: inquiring, approved_label: approved } = intervention ?? {};
    return enable === true && inquiring && approved ? [{ inquiring, approved }] : [];
  });
  return [...new Map(found.map((labels) => [JSON.stringify(labels), labels])).values()];
}
