/** What a message does, whatever it is about: greets, thanks, asks, complains, wants to buy. */
import { aspectsOf } from './aspects.ts';
import { courtesyOf } from './courtesy.ts';
import { conceptsOf } from './concepts.ts';
import { memo } from './memo.ts';
import { fold } from './text.ts';

/** How plainly a text does each act, 0–1; acts are not exclusive. */
export const actsOf: (text: string) => Readonly<Record<string, number>> = memo(1000, (text: string) => {
  const folded = fold(text);
  const aspects = aspectsOf(folded);
  const concepts = new Set(conceptsOf(folded));
  const courtesy = courtesyOf(text);
  const has = (...names: string[]) => names.some((name) => aspects.has(name));
  const asks = /[?？]/.test(text) || has('howTo');
  const trouble = has('problem', 'blocked', 'outage', 'moneyTaken');
  const hostile = has('insult', 'demand', 'sarcasm');
  const buys =
    concepts.has('buy') ||
    concepts.has('upgrade') ||
    (concepts.has('price') && !trouble) ||
    concepts.has('discount');
  return {
    greeting: courtesy === 'hello' ? 1 : 0,
    thanks: courtesy === 'thanks' ? 1 : has('praise', 'thanks', 'solved') && !asks && !trouble ? 0.8 : 0,
    question: courtesy ? 0 : asks && !trouble ? 0.8 : asks ? 0.4 : 0.1,
    complaint: hostile && trouble ? 0.9 : hostile ? 0.7 : trouble && has('again') ? 0.4 : 0.05,
    request: has('change') && !trouble ? 0.7 : has('polite') ? 0.3 : 0.1,
    sales: buys && !trouble ? 0.7 : has('presales') && !trouble ? 0.6 : 0,
    feature: has('feature') && !trouble ? 0.8 : 0,
    problem: trouble ? 0.7 : 0.05,
  };
});
