// What `npm test` runs, on each runtime. test/tidy.ts holds this list against the files that are there.
import { run } from "./harness.ts";

/** Every file under test/ that registers tests, relative to this folder. */
const FILES: readonly string[] = [
  "harness_traps.ts",
  "assert_traps.ts",
  "tidy.ts",
  "host/child.ts",
  "host/files.ts",
  "host/follow_file.ts",
  "host/runtime.ts",
  "host/sockets.ts",
  "devtools/agent.ts",
  "devtools/can_run.ts",
  "devtools/capped_sink.ts",
  "devtools/deno_permissions.ts",
  "devtools/devtools_folder.ts",
  "devtools/launch.ts",
  "devtools/log_files.ts",
  "devtools/protocol.ts",
  "inspector/keymap.ts",
  "inspector/keys.ts",
  "inspector/main.ts",
  "inspector/real_terminal.ts",
  "inspector/update/detail.ts",
  "inspector/update/filter_line.ts",
  "inspector/update/list.ts",
  "inspector/update/update.ts",
  "inspector/view/cell_width.ts",
  "inspector/view/row.ts",
  "inspector/view/safe_text.ts",
  "inspector/view/screen.ts",
  "cli/bad_input.ts",
  "cli/whole_way.ts",
  "examples/github_triage.ts",
  "examples/programs.ts",
  "package/pack.ts",
  "package/size.ts",
];

await run(FILES.map((file) => new URL(file, import.meta.url)));
