// Whatever is done to the Core: what can be told from outside is what the model says.
import fc from "fast-check";
import { assert } from "../../harness.ts";
import { type Extent, holds } from "./holds.ts";
import { ModelBus } from "./model_bus.ts";
import { play } from "./play.ts";
import { forSerial, program } from "./program.ts";
import { makeRealBus } from "./real_bus.ts";
import { StepClock } from "./step_clock.ts";

export interface Way {
  readonly isTapped?: boolean;
  readonly isSerial?: boolean;
}

export async function dispatchAgrees({ isTapped = false, isSerial = false }: Way, extent: Extent): Promise<void> {
  const drawn = isSerial ? program.map(forSerial) : program;
  await holds(fc.asyncProperty(drawn, async (each) => {
    const [clock, modelClock] = [new StepClock(true), new StepClock(false)];
    const setting = { isSerial, depth: each.depth };
    const model = await play(each, new ModelBus(modelClock, setting), modelClock);
    const real = await play(each, await makeRealBus(clock, { ...setting, isTapped }), clock);
    assert.equal(real, { ...model, ...!isTapped && { causes: [] } });
  }), extent);
}
