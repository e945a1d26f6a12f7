/** Words of a text, counted as orchestrations count them. */
export { wordCount } from '../base/word-count.ts';
