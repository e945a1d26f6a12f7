/** Every wait of this suite has a limit and says what it waited for. */

class TooLate extends Error {}

export async function within<T>(limitMs: number, what: string, promise: PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`waited ${limitMs / 1000} s for ${what}`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks one thing after another of something that may fall silent. Once it has, it is asked no more. */
export class Patience {
  private silence: Error | null = null;
  private readonly name: string;
  private readonly limitMs: number;

  constructor(name: string, limitMs: number) {
    this.name = name;
    this.limitMs = limitMs;
  }

  async for<T>(what: string, ask: () => Promise<T>): Promise<T> {
    if (this.silence) throw new Error(`${this.name} fell silent: ${this.silence.message}`);
    try {
      return await within(this.limitMs, `${this.name} to answer '${what}'`, ask());
    } catch (error) {
      if (error instanceof TooLate) this.silence = error;
      throw error;
    }
  }
}
