// DuckDB as a process: `node sql.mjs QUERY` prints the rows as JSON. It is the one of the tests' tools, in their lock file.
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";

const require = createRequire(fileURLToPath(new URL("../../test/portable/tools/package.json", import.meta.url)));
const { DuckDBInstance } = require("@duckdb/node-api");

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
const rows = await connection.runAndReadAll(process.argv[2]);
process.stdout.write(`${JSON.stringify(rows.getRowsJson())}\n`);
connection.closeSync();
instance.closeSync();
