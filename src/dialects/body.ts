/**
 * Reads the body of a request. A provider answers 400 to one that it does not understand, and so do we: what a simulated
 * endpoint cannot do is refused by name, never left out.
 */
import type * as z from 'zod/mini';
import type { Asked, Reading, Refused } from './port.ts';

/** Thrown while a body is read, caught where reading began. */
class BodyRefused extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(refused.message);
    this.refused = refused;
  }
}

/** What a body cannot be read for. `kind`: the provider's own code or type; default 'invalid_request_error'. */
export function refuseBody(message: string, kind = 'invalid_request_error', status = 400): never {
  throw new BodyRefused({ type: 'refused', status, kind, message });
}

/** What real endpoints do and simulated ones cannot. `what`: a clause, as "an image in messages[0]". */
export function refuseUnsupported(what: string): never {
  refuseBody(`Simulated endpoints do not take ${what}: leave it out.`, 'unsupported_by_simulation');
}

/** Runs `read` over a body of that shape; what it refuses becomes a value. */
export function readBody<T extends z.ZodMiniType>(
  body: string,
  shape: T,
  read: (said: z.output<T>, asked: Asked) => Extract<Reading, { ok: true }>['request'],
): Reading {
  try {
    const asked = parsed(body);
    const { success, data, error } = shape.safeParse(asked);
    if (!success) refuseBody(`Invalid value for '${placeOf(error)}'.`);
    return { ok: true, request: read(data, asked), asked };
  } catch (error) {
    if (error instanceof BodyRefused) return { ok: false, refused: error.refused };
    throw error;
  }
}

function parsed(body: string): Asked {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    refuseBody('The body of the request is not a JSON object.');
  return json as Asked;
}

/** 'messages[0].role': the first place where the body is not as it should be. */
function placeOf(error: z.core.$ZodError): string {
  const path = error.issues[0]?.path ?? [];
  return path.reduce<string>(
    (place, key) =>
      typeof key === 'number' ? `${place}[${key}]` : `${place}${place === '' ? '' : '.'}${String(key)}`,
    '',
  );
}
