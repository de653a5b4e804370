// typescript-eslint's type-checked rules, as its guide sets them up for an app; the app is the folder that eslint runs in.
import process from "node:process";
import { configs } from "typescript-eslint";

export default [
  ...configs.recommendedTypeChecked,
  ...configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: process.cwd() } } },
];
