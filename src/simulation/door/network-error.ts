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

/** A request that cannot be made as it was asked for. */
export class UnreadableRequest extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = 'TypeError';
  }
}

/** A body that is no JSON, in words that are the same in every engine. */
export class NotJson extends SyntaxError {
  constructor(text: string) {
    const begins = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    super(
      text === ''
        ? 'the body is empty, which is no JSON'
        : `the body is no JSON: it is ${text.length} characters that begin with ${JSON.stringify(begins)}`,
    );
    this.name = 'SyntaxError';
  }
}
