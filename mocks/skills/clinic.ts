/** What a clinic's services know: who may see what of whom, which medicines do not go together, and what is written. */
import type { Json } from '../../src/base/json.ts';
import type { Document } from '../../src/model/request.ts';
import clinic from '../data/clinic.json' with { type: 'json' };
import { isObject } from './conversation.ts';
import { lazy } from './memo.ts';
import { indexOf } from './search.ts';
import { refusing, told } from './service.ts';
import type { Work } from './service.ts';

const textOf = (input: Json, key: string): string => {
  const value = isObject(input) ? input[key] : undefined;
  return typeof value === 'string' ? value : '';
};

/** `{ who, patient, scope }` → `{ granted, because }`. What is not written down is not granted. */
export const mayAccess: Work = (input) => {
  const [who, patient, scope] = ['who', 'patient', 'scope'].map((key) => textOf(input, key));
  const known = clinic.patients.find(({ id }) => id === patient);
  if (!known) return told({ granted: false, because: `no patient is known as '${patient}'` });
  if (!known.treatedBy.includes(who!))
    return told({ granted: false, because: `${who} does not treat ${patient}` });
  if (!known.consents.includes(scope!))
    return told({ granted: false, because: `${patient} has not consented to the use of ${scope}` });
  return told({ granted: true, because: `${who} treats ${patient}, who consented to the use of ${scope}` });
};

/** `{ medicines }` → `{ warnings }`: what does not go together with one of them, and why. */
export const contraindicationsOf: Work = (input) => {
  const medicines = isObject(input) ? input['medicines'] : undefined;
  if (!Array.isArray(medicines)) return refusing('medicines must be a list of names');
  const taken = (medicines as Json[]).filter((name) => typeof name === 'string');
  const lower = taken.map((name) => name.toLowerCase());
  const warnings = clinic.contraindications
    .filter(({ pair }) => pair.some((name) => lower.includes(name)))
    .map(({ pair, why }) => ({ pair, why }));
  return told({ warnings });
};

const LITERATURE_LEAST = 0.2;
const index = lazy(() => indexOf(clinic.literature));

/** The notes nearest to a query, best first. */
export const findLiterature = (query: string, top: number): Document[] =>
  index()(query, top, LITERATURE_LEAST).map(({ document, score }) => ({ ...document, score }));
