// Runs statements of SQL, one a line of standard input (the first in as many lines as it has, up to a line of `;`), with DuckDB in memory; prints the rows of each as one line of JSON.
import { readFileSync } from "node:fs";
import process from "node:process";
import { DuckDBInstance } from "@duckdb/node-api";

const [setup = "", queries = ""] = readFileSync(0, "utf8").split("\n;\n");
const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "512MB" });
const connection = await instance.connect();
await connection.run(setup);
for (const query of queries.split("\n").filter((line) => line !== "")) {
  const rows = await connection.runAndReadAll(query);
  process.stdout.write(`${JSON.stringify(rows.getRowsJson())}\n`);
}
connection.closeSync();
instance.closeSync();
