import { Worker } from "node:worker_threads";
import PQueue from "p-queue";

/** Milliseconds; drawing takes some hundred. */
const patience = 8_000;
/** Drawings that wait; beyond that there is none, and words alone have to do. */
const mostWaiting = 20;
/** Mebibytes for JavaScript in the worker. */
const memory = { maxOldGenerationSizeMb: 64 };

/** Turns SVG into PNG, one after another and each in a thread of its own, so that no click waits for a picture. Rejects where it cannot. */
export type ToPng = (svg: string) => Promise<Uint8Array>;

export function createToPng(): ToPng {
  const queue = new PQueue({ concurrency: 1 });
  return async (svg) => {
    if (queue.size >= mostWaiting) throw new Error("too many pictures at once");
    return queue.add(() => draw(svg));
  };
}

function draw(svg: string): Promise<Uint8Array> {
  const worker = new Worker(new URL("png-worker.js", import.meta.url), { workerData: svg, resourceLimits: memory });
  return new Promise<Uint8Array>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("drawing took too long")), patience);
    worker.once("message", (png: unknown) => {
      if (png instanceof Uint8Array) resolve(png);
      else reject(new Error("no picture was drawn"));
    });
    worker.once("error", reject);
    worker.once("exit", () => {
      clearTimeout(timer);
      reject(new Error("no picture was drawn"));
    });
  }).finally(() => void worker.terminate());
}
