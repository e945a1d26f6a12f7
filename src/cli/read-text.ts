/** Reads files that a person named. */
import { readFileSync } from 'node:fs';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder: name the file in it',
  EACCES: 'it may not be read by this user',
};

/**
 * @param what what it should hold, in words: 'scenario'
 * @throws {Error} saying what could not be read, where, why.
 */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new Error(`the ${what} '${path}' cannot be read: ${WHY[code] ?? message}`);
  }
}
