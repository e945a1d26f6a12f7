/** The identity of authored code: what a history names as its `code`. */
import { RollingHash } from '../base/rolling-hash.ts';
import { compareCodePoints, withLf, type SourceFile } from './source.ts';

/**
 * Sixteen hex digits over paths, sorted by code points, and texts with LF line ends: the same in every checkout of the
 * same files, in whatever order they are listed.
 */
export function codeDigest(files: readonly SourceFile[]): string {
  const hash = new RollingHash();
  const sorted = files.map(({ path, text }) => ({ path, text: withLf(text) })).sort(byPathThenText);
  for (const { path, text } of sorted) hash.add(path).add(text);
  return hash.hex;
}

const byPathThenText = (a: SourceFile, b: SourceFile): number =>
  compareCodePoints(a.path, b.path) || compareCodePoints(a.text, b.text);
