// @ts-check
// Plain JavaScript: a worker is started from its file, in the sources as in what is built of them.
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { Resvg } from "@resvg/resvg-js";

/** The only font there is: a container has none. */
const font = fileURLToPath(import.meta.resolve("@expo-google-fonts/oxygen/400Regular/Oxygen_400Regular.ttf"));

const drawn = new Resvg(String(workerData), {
  font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: "Oxygen" },
});
parentPort?.postMessage(drawn.render().asPng());
