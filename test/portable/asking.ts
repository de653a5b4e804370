// Asks for what the library never asks for: shows that a denial is one.
import { readFileSync } from "node:fs";

readFileSync(new URL("asking.ts", import.meta.url));
