/** What stands in place of a reply: an error's JSON, a gateway's HTML, an answer that is none. */
import * as z from 'zod/mini';
import type { ReplyPart } from '../../model/reply.ts';
import type { HttpHead, ReplyReader } from '../codec.ts';
import { parseJson } from './wire.ts';

type Refused = Extract<ReplyPart, { type: 'refused' }>;

const BODY_LIMIT = 64_000;
const MESSAGE_LIMIT = 500;

/** What a status says by itself, where the body names no kind. */
const KIND: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'invalid_api_key',
  403: 'forbidden',
  404: 'not_found',
  429: 'rate_limit_exceeded',
  500: 'server_error',
  502: 'bad_gateway',
  503: 'service_unavailable',
  504: 'gateway_timeout',
  529: 'overloaded_error',
};

const text = z.nullish(z.union([z.string(), z.number()]));
const errorObject = z.looseObject({ message: z.nullish(z.string()), type: text, code: text });
const errorSchema = z.looseObject({ error: z.union([errorObject, z.string().check(z.minLength(1))]) });

interface Said {
  readonly kind: string | null;
  readonly message: string;
}

function saidIn(json: unknown): Said | null {
  const read = errorSchema.safeParse(json);
  if (!read.success) return null;
  const { error } = read.data;
  if (typeof error === 'string') return { kind: null, message: error };
  const kind = error.code ?? error.type;
  return { kind: kind === null || kind === undefined ? null : String(kind), message: error.message ?? '' };
}

/** The error that an event or a body holds although its status was fine; null if it holds none. */
export function errorIn(json: unknown): Refused | null {
  const said = saidIn(json);
  if (!said) return null;
  const status = statusOf(said.kind ?? '');
  return { type: 'refused', status, kind: said.kind ?? KIND[status]!, message: shortened(said.message) };
}

function statusOf(kind: string): number {
  if (/^[45]\d\d$/.test(kind)) return Number(kind);
  if (/rate_limit|quota|slow_down/.test(kind)) return 429;
  if (/overloaded|unavailable/.test(kind)) return 503;
  return /invalid_request|context_length/.test(kind) ? 400 : 500;
}

/** An answer that is no reply, such as a proxy's page with status 200: what a gateway calls 502. */
export const notAReply = (status: number, what: string): Refused => ({
  type: 'refused',
  status: 502,
  kind: 'not_a_reply',
  message: `the answer (status ${status}) is ${what === '' ? 'of no type' : what}, not a reply: is a proxy or a login page in between?`,
});

/** Reads an error's body. `known`: what it is, whatever the body says. */
export function refusalReader(head: HttpHead, known?: Refused): ReplyReader {
  const decoder = new TextDecoder();
  let body = '';
  const refused = (): readonly ReplyPart[] => [known ?? refusalOf(head, body)];
  return {
    begin: () => (known ? [known] : []),
    bytes(chunk) {
      if (body.length < BODY_LIMIT) body += decoder.decode(chunk, { stream: true });
      return [];
    },
    end: refused,
    broke: refused,
  };
}

function refusalOf(head: HttpHead, body: string): Refused {
  const { status } = head;
  const said = saidIn(parseJson(body));
  const retryAfterMs = waitOf(head);
  return {
    type: 'refused',
    status,
    kind: said?.kind ?? KIND[status] ?? `http_${status}`,
    message: shortened(said?.message ?? textOfHtml(body)),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  };
}

/** The wait that the headers ask for: in ms, in seconds, or until a date, which is counted from the answer's own. */
function waitOf({ header }: HttpHead): number | null {
  const ms = Number(header('retry-after-ms') ?? Number.NaN);
  if (ms >= 0) return Math.ceil(ms);
  const after = header('retry-after');
  if (after === null || after === '') return null;
  const seconds = Number(after);
  const waitMs = Number.isNaN(seconds)
    ? Date.parse(after) - Date.parse(header('date') ?? '')
    : seconds * 1000;
  return waitMs >= 0 ? Math.ceil(waitMs) : null;
}

function textOfHtml(body: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1];
  return (title ?? body.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();
}

const shortened = (message: string): string =>
  message.length > MESSAGE_LIMIT ? `${message.slice(0, MESSAGE_LIMIT)}…` : message;
