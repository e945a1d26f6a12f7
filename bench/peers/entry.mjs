// What the adapter needs of the engine, as one module.
export { orchestration, step } from '../../src/authoring/index.ts';
export { runId } from '../../src/base/units.ts';
export { startRun } from '../../src/engine/run.ts';
export { EMPTY_PLAN } from '../../src/faults/plan.ts';
export { stamped } from '../../src/history/stamped.ts';
export { CallDesk } from '../../src/simulation/call-desk.ts';
export { standStill } from '../../src/simulation/standstill.ts';
export { World } from '../../src/simulation/world.ts';
