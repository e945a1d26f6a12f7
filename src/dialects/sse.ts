/** Server-sent events, as text. What they carry is JSON, so it has no line break of its own. */

/** An event without a name. */
export const data = (said: object): string => `data: ${JSON.stringify(said)}\n\n`;

export const event = (name: string, said: object): string => `event: ${name}\n${data(said)}`;

/** Bytes that say nothing. */
export const COMMENT = ': keepalive\n\n';
