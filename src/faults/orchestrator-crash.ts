/**
 * Orchestrator crash: the process that runs the orchestration dies, and its memory with it. The endpoints go on.
 *
 * Owns only the words; who dies, and what is done afterwards, is the simulated host's. It edits no reply: a call in flight
 * loses its caller. When: at `event`, or where no event is named at the start of the fault's window.
 */
import * as z from 'zod/mini';
import { faultKind, oneOf, wholeMs } from './kind.ts';

export const orchestratorCrash = faultKind({
  kind: 'orchestrator_crash',
  title: 'Orchestrator crash',
  summary: 'The orchestrator dies and starts again: from its history, from nothing, or not at all.',
  stages: [],
  params: {
    event: z
      ._default(z.int().check(z.gte(0)), 0)
      .check(z.describe('Dies right after the event of this number; 0: when the window opens.')),
    downMs: wholeMs(5000, 'How long it is down.'),
    then: oneOf(
      ['resume', 'restart', 'lose'],
      'What runs under way meet: they resume from the history, start again from nothing, or are lost.',
    ),
  },
  edit: (parts) => parts,
});
