import { randomUUID } from "node:crypto";
import { mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";

/** Writes a file as the store does, to the disk and not only to memory, and takes it away again. Throws where that does not go. */
export async function tryWriting(folder: string): Promise<void> {
  const path = join(folder, `.probe-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile("can this be written?\n");
    await file.sync();
  } finally {
    await file.close();
    await unlink(path);
  }
}
