/**
 * Sessions: what one run remembers for the next. It owns the exchanges that lie with the host under a session's id, and
 * the events that tell them; which session a run goes on with is its start's.
 *
 * 1. A run sees its own session and no other. A session belongs to the tenant that began it.
 * 2. What a session held when the world began is written into the history by the first run that looks: the history alone
 *    tells what a later world starts with (history/projections/sessions.ts).
 */
import { captureJson } from '../../base/json.ts';
import type { Exchange } from '../../history/projections/sessions.ts';
import { readExchanges, sessionKey } from '../../history/projections/sessions.ts';
import type { Cell } from '../host.ts';
import { demandOpen } from '../refuse.ts';
import type { RunCore } from '../run-core.ts';
import type { Scope } from '../scope.ts';
import { deepFreeze } from './freeze.ts';
import { notOwner } from './not-owner.ts';
import type { Session } from './surface.ts';

interface Kept {
  readonly tenant: string;
  readonly history: readonly Exchange[];
}

/** The session of a run, as code in `scope` holds it. @throws {StepError} `not_owner` when another tenant began it */
export const sessionOf = (core: RunCore, scope: Scope): Session => {
  const id = core.session ?? core.run;
  let cell: Cell<Kept | null> | null = null;
  const open = (): Cell<Kept | null> => {
    cell ??= core.host.shared<Kept | null>(`session/${id}`, () => null);
    if (cell.value === null) begin(core, id, cell);
    const owner = cell.value!.tenant;
    if (owner === core.tenant) return cell;
    const [whose, asks] = [owner || 'nobody', core.tenant || core.run];
    core.emit({ type: 'state.refused', key: sessionKey(id), owner: whose, by: asks });
    throw notOwner(`the session '${id}'`, whose, asks);
  };
  return {
    id,
    get history() {
      return open().value!.history;
    },
    remember: (question, answer) => {
      demandOpen(scope, 'remembering');
      const kept = open();
      write(core, id, kept, {
        question: captureJson(question, 'the question'),
        answer: captureJson(answer, 'the answer'),
      });
    },
  };
};

function begin(core: RunCore, id: string, cell: Cell<Kept | null>): void {
  cell.value = { tenant: core.tenant, history: [] };
  if (core.session === null) return;
  for (const exchange of readExchanges(core.remembered)) write(core, id, cell, exchange, 'an earlier world');
}

function write(
  core: RunCore,
  id: string,
  cell: Cell<Kept | null>,
  exchange: Exchange,
  by: string = core.run,
): void {
  const { tenant, history } = cell.value!;
  const kept = deepFreeze(exchange);
  core.host.emit(core.run, {
    type: 'state.written',
    key: sessionKey(id),
    by,
    version: history.length + 1,
    value: { question: kept.question, answer: kept.answer },
  });
  cell.value = { tenant, history: Object.freeze([...history, kept]) };
}
