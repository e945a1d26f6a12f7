/** Messages that only greet or only thank. */
import { aspectsOf } from './aspects.ts';
import { conceptsOf } from './concepts.ts';
import { stemsOf } from './terms.ts';
import { fold, wordCount } from './text.ts';

const WORDS_MOST = 9;
/** Words beside the greeting itself: a name, 'all', 'again'. */
const STEMS_MOST = 4;

/** Whether a message only greets, or only thanks; one without any word counts as a greeting. */
export function courtesyOf(text: string): 'hello' | 'thanks' | null {
  const words = wordCount(text);
  if (words === 0) return 'hello';
  if (words > WORDS_MOST || /[?？]/.test(text)) return null;
  const folded = fold(text);
  const concepts = conceptsOf(folded);
  const thanks = concepts.includes('thanks');
  if (!thanks && !concepts.includes('hello')) return null;
  const about = concepts.some((concept) => concept !== 'hello' && concept !== 'thanks');
  if (about || aspectsOf(folded).has('problem') || stemsOf(text).length > STEMS_MOST) return null;
  return thanks ? 'thanks' : 'hello';
}
