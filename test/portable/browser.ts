// The core in a browser: bundled as an app would be, in a page and in a Web Worker of that page.
import { assert, suite } from "../harness.ts";
import { runtimeName } from "../this_runtime.ts";
import { bundled } from "./bundled.ts";
import { findChromium, toldByPage } from "./chromium.ts";
import { FACTS } from "./program.ts";

const test = suite("portable/browser");
const chromium = findChromium();

if (runtimeName !== "bun") test.skip("the program sees the same in Chromium", "the browser is the same whoever starts it: Bun does, whose suite is done first");
else if (chromium === undefined) test.skip("the program sees the same in Chromium", "chromium is absent");
else registerTests(chromium);

function registerTests(path: string): void {
  test("the program sees the same in Chromium, in a page and in its Web Worker", async () => {
    const [page, worker] = await Promise.all([bundled("in_page.ts"), bundled("in_worker.ts")]);

    const told = JSON.parse(await toldByPage(path, {
      "/": '<!doctype html><title>core-ipc</title><script type="module" src="/page.js"></script>',
      "/page.js": page,
      "/worker.js": worker,
    })) as { browser: string; page: string[]; worker: string[] };

    assert.match(told.browser, /Chrome\/\d+/);
    assert.equal(told.page, FACTS);
    assert.equal(told.worker, FACTS);
  }, { timeoutMs: 30_000 });
}
