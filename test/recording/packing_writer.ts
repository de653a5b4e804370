// A program: closes a part that takes a long time to be packed, and ends by itself.
import process from "node:process";
import { LogFile } from "../../src/recording/log_file.ts";
import { batch, head } from "./batches.ts";

const path = process.argv[2] ?? "";
const log = new LogFile({ path, mode: "new", gzip: true, onFault: (error) => process.stderr.write(`${error.message}\n`) });
const { text } = batch([1]);
log.write({ ...batch([1]), text: `${text}${`${"0123456789abcdef".repeat(64)}\n`.repeat(30_000)}` });
log.beginPart(head(2));
log.write(batch([2]));
