import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { devtoolsFolder, makeAppFolder, refuseForeign } from "../../src/devtools/devtools_folder.ts";
import { FOLDER_VARIABLE } from "../../src/devtools/environment.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";

const test = suite("devtools/devtools_folder");
const VARIABLES = [FOLDER_VARIABLE, "XDG_RUNTIME_DIR"] as const;

/** Runs with these variables only; an absent one is not set. */
async function withVariables(values: Partial<Record<typeof VARIABLES[number], string>>, use: () => unknown): Promise<void> {
  const before = VARIABLES.map((name) => process.env[name]);
  const set = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const name of VARIABLES) set(name, values[name]);
  try {
    await use();
  } finally {
    VARIABLES.forEach((name, at) => set(name, before[at]));
  }
}

test("devtoolsFolder() is the chosen one, else below the user's runtime folder, else below the temporary one", () => inTemporaryFolder(async (folder) => {
  await withVariables({ [FOLDER_VARIABLE]: "/chosen", XDG_RUNTIME_DIR: folder }, () => assert.is(devtoolsFolder(), "/chosen"));
  await withVariables({ XDG_RUNTIME_DIR: folder }, () => assert.is(devtoolsFolder(), join(folder, "core-ipc")));
  await withVariables({}, () => assert.match(devtoolsFolder(), /\/core-ipc-\d+$/));
}));

test("devtoolsFolder() passes over a runtime folder that is not there", () =>
  withVariables({ XDG_RUNTIME_DIR: "/nowhere/at/all" }, () => assert.match(devtoolsFolder(), /\/core-ipc-\d+$/)));

test("makeAppFolder() makes a private folder in a private folder", () => inTemporaryFolder((folder) =>
  withVariables({ [FOLDER_VARIABLE]: join(folder, "new") }, () => {
    const made = makeAppFolder();

    assert.is(statSync(join(folder, "new")).mode & 0o777, 0o700);
    assert.is(statSync(made).mode & 0o777, 0o700);
  })));

test("refuseForeign() closes its own folder to others", () => inTemporaryFolder((folder) => {
  chmodSync(folder, 0o755);

  refuseForeign(folder);

  assert.is(statSync(folder).mode & 0o777, 0o700);
}));

test("refuseForeign() refuses a link, which somebody else may have laid", () => inTemporaryFolder((folder) => {
  mkdirSync(join(folder, "real"));
  symlinkSync(join(folder, "real"), join(folder, "link"));

  assert.throws(() => refuseForeign(join(folder, "link")), { message: `Cannot use "${join(folder, "link")}": it is not a folder` });
}));

test("refuseForeign() refuses a file, and what is not there", () => inTemporaryFolder((folder) => {
  writeFileSync(join(folder, "file"), "");

  assert.throws(() => refuseForeign(join(folder, "file")), { message: /it is not a folder$/ });
  assert.throws(() => refuseForeign(join(folder, "none")), { message: /there is no such folder$/ });
}));

if (process.getuid?.() === 0) {
  test("refuseForeign() refuses a folder of another user", () => inTemporaryFolder((folder) => {
    chownSync(folder, 65534, 65534);

    assert.throws(() => refuseForeign(folder), { message: `Cannot use "${folder}": it belongs to another user (65534)` });
  }));
} else {
  test("refuseForeign() refuses a folder of another user", () => {
    assert.throws(() => refuseForeign("/usr"), { message: 'Cannot use "/usr": it belongs to another user (0)' });
  });
}
