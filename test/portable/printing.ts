// The program in a process of its own, which prints what it tells as JSON.
import { tellFacts } from "./program.ts";

console.log(JSON.stringify(await tellFacts()));
