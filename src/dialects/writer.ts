/**
 * Turns reply parts into HTTP. It owns when head, body and end go out; the words are a Voice's.
 *
 * 1. A stream's head goes out with the reply's, and each part is said as it comes. A whole reply waits for its end.
 * 2. What breaks off before the head, and a whole reply that breaks off at all, has no status line. One that ends cleanly
 *    too early has sent half of its text: that is how a cut JSON body looks.
 * 3. An error before the head, and any error of a whole reply, is an HTTP error; after the head an event of the stream.
 */
import {
  receive,
  type FinishReason,
  type Received,
  type ReplyPart,
  type TimedPart,
  type Usage,
} from '../model/reply.ts';
import type { ToolCall } from '../model/request.ts';
import type { HttpPart, HttpWriter, Refused, Rendered, StreamError } from './port.ts';
import { statusText } from './status-text.ts';

export interface HttpError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one dialect says one reply. It may count what it has said: a voice is for one reply only. */
export interface Voice {
  /** Of an answer that is no error. */
  readonly headers: Readonly<Record<string, string>>;
  /** This and the next six give the text of a part inside a stream; '' for one that says nothing there. */
  head(version: string): string;
  text(text: string): string;
  toolCall(call: ToolCall): string;
  usage(usage: Usage): string;
  readonly keepalive: string;
  error(error: StreamError): string;
  end(reason: FinishReason): string;
  /** The body of a whole reply, or as much of it as had been received. */
  whole(received: Received): string;
  refusal(refused: Refused, atMs: number): HttpError;
  /** The HTTP error that the provider answers where it cannot put an error into a stream. */
  refused(error: StreamError): Refused;
}

const STREAM = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
const JSON_BODY = { 'content-type': 'application/json' };

export const streamWriter = (voice: Voice): HttpWriter => {
  let headed = false;
  const said = (part: ReplyPart): string => {
    switch (part.type) {
      case 'head':
        return voice.head(part.version);
      case 'text':
        return voice.text(part.text);
      case 'tool-call':
        return voice.toolCall(part.call);
      case 'usage':
        return voice.usage(part.usage);
      case 'keepalive':
        return voice.keepalive;
      case 'error':
        return voice.error(part);
      case 'end':
        return voice.end(part.reason);
      default:
        return '';
    }
  };
  return {
    write({ atMs, part }) {
      if (part.type === 'broken') return [{ type: 'end', how: part.how }];
      if (!headed && part.type === 'refused') return httpError(voice.refusal(part, atMs));
      if (!headed && part.type === 'error') return httpError(voice.refusal(voice.refused(part), atMs));
      const parts: HttpPart[] = headed ? [] : [head(200, { ...STREAM, ...voice.headers })];
      headed = true;
      const text = said(part);
      if (text !== '') parts.push({ type: 'text', text });
      if (part.type === 'end' || part.type === 'error') parts.push({ type: 'end', how: 'close' });
      return parts;
    },
  };
};

export const wholeWriter = (voice: Voice): HttpWriter => {
  const parts: TimedPart[] = [];
  let headed = false;
  const answer = (text: string, how: 'close' | 'eof'): readonly HttpPart[] => [
    head(200, { ...JSON_BODY, ...voice.headers }),
    { type: 'text', text },
    { type: 'end', how },
  ];
  return {
    write(timed) {
      const { atMs, part } = timed;
      parts.push(timed);
      switch (part.type) {
        case 'head':
          headed = true;
          return [];
        case 'end':
          return answer(voice.whole(receive(parts)), 'close');
        case 'refused':
          return httpError(voice.refusal(part, atMs));
        case 'error':
          return httpError(voice.refusal(voice.refused(part), atMs));
        case 'broken': {
          if (part.how !== 'eof' || !headed) return [{ type: 'end', how: part.how }];
          const text = voice.whole(receive(parts));
          return answer(text.slice(0, Math.floor(text.length / 2)), 'eof');
        }
        default:
          return [];
      }
    },
  };
};

/** All that a writer says of these parts. */
export function renderAll(writer: HttpWriter, parts: readonly TimedPart[]): Rendered {
  let rendered: Omit<Rendered, 'chunks'> = {
    status: 0,
    statusText: '',
    headers: {},
    headAtMs: null,
    end: { how: 'silence' },
  };
  const chunks: { atMs: number; text: string }[] = [];
  for (const timed of parts) {
    const { atMs } = timed;
    for (const said of writer.write(timed)) {
      if (said.type === 'text') chunks.push({ atMs, text: said.text });
      else if (said.type === 'end') rendered = { ...rendered, end: { how: said.how, atMs } };
      else {
        const { status, statusText: phrase, headers } = said;
        rendered = { ...rendered, status, statusText: phrase, headers, headAtMs: atMs };
      }
    }
  }
  return { ...rendered, chunks };
}

const httpError = ({ status, headers, body }: HttpError): readonly HttpPart[] => [
  head(status, headers),
  { type: 'text', text: body },
  { type: 'end', how: 'close' },
];

const head = (status: number, headers: Readonly<Record<string, string>>): HttpPart => ({
  type: 'head',
  status,
  statusText: statusText(status),
  headers,
});
