import type { ReactNode } from "react";
import { uploadFile } from "../server.ts";
import { controlAttributes, type Field, useValue } from "./field.ts";
import type { FileInputElement } from "./schemas.ts";

/** Takes files from the reader's disk and hands them to the workspace (Slack: "File input element"). */
export function FileInput({
  element,
  field,
}: {
  readonly element: FileInputElement;
  readonly field: Field;
}): ReactNode {
  const { change } = useValue(element, field);
  const take = async (list: FileList | null): Promise<void> => {
    const chosen = Array.from(list ?? []).slice(0, element.max_files ?? 10);
    const files = await Promise.all(
      chosen.map(async (file) => uploadFile({ name: file.name, content: await file.text() })),
    );
    change({ type: element.type, files: files.flatMap(({ file }) => file ?? []) });
  };
  return (
    <input
      {...controlAttributes(field, undefined)}
      type="file"
      multiple={(element.max_files ?? 10) > 1}
      accept={element.filetypes?.map((type) => `.${type}`).join(",")}
      onChange={(event) => void take(event.target.files)}
    />
  );
}
