/** Counts tests, each with a sentence for a name, and tells what came of them. */
import { writeFileSync } from 'node:fs';
import { within } from './within.ts';

const LIMIT_MS = 400_000;

export class Report {
  private passed = 0;
  private failed = 0;

  /** Runs one test; `body` throws if it fails, and may resolve to a few words to print beside its name. */
  async test(name: string, body: () => Promise<unknown>): Promise<void> {
    try {
      const words = await within(LIMIT_MS, 'this test to end', body());
      this.passed++;
      console.log(`✓ ${name}${typeof words === 'string' ? ` (${words})` : ''}`);
    } catch (error) {
      this.fail(name, error as Error);
    }
  }

  fail(name: string, { message }: Error): void {
    this.failed++;
    console.error(`✕ ${name}\n  ${message.replaceAll('\n', '\n  ')}`);
  }

  skip(what: string): void {
    console.log(`skipped: ${what}`);
  }

  /** Prints the count, and leaves it in `file`. */
  end(file: string | undefined): boolean {
    const { passed, failed } = this;
    if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed }));
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 && passed > 0;
  }
}

export function check(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
