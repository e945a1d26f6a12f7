/**
 * How a fetch fails. Subclasses of TypeError, so that clients see what they look for, and a history may hold the message:
 * an engine's own TypeErrors are worded by the engine.
 */

/** A connection that was refused or broke. Worded and coded as in Node, which clients tell network failures by. */
export class NetworkError extends TypeError {
  constructor(message: 'fetch failed' | 'terminated', code: string, cause: string) {
    super(message, { cause: Object.assign(new Error(cause), { code }) });
    this.name = 'TypeError';
  }
}

/** An address that nobody in the world answers. */
export class UnansweredAddress extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = 'TypeError';
  }
}
