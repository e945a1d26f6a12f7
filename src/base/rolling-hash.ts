/**
 * A rolling 64-bit hash over text, in two 32-bit lanes (FNV-1a and a murmur-style lane), so that histories can be
 * compared by sixteen hex digits. Not cryptographic: it tells accident from equality, not forgery.
 */
export class RollingHash {
  private a = 0x811c9dc5 | 0;
  private b = 0x9747b28c | 0;

  /** Feeds text, UTF-16 unit by unit, and a terminator, so that feeding 'ab' differs from 'a' then 'b'. */
  add(text: string): this {
    let { a, b } = this;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b ^ c, 0x5bd1e995);
      b ^= b >>> 15;
    }
    this.a = Math.imul(a ^ 0x1ffff, 0x01000193);
    this.b = Math.imul(b ^ 0x1ffff, 0x5bd1e995) ^ (a >>> 9);
    return this;
  }

  /** Sixteen lower-case hex digits. */
  get hex(): string {
    const part = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
    return part(this.a) + part(this.b);
  }
}

/** The hash of one text. */
export const hashText = (text: string): string => new RollingHash().add(text).hex;
