// What the processes of the recorder's benchmark run, bundled once per run: the recorder with the file under it, as an app has it.
export { createCore } from "../../src/mod.ts";
export { atEndOfTurn, idleTimer, systemClock } from "../../src/host/clock.ts";
export { Recorder } from "../../src/log/recorder.ts";
export { LogFile } from "../../src/recording/log_file.ts";
