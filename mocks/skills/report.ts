/** Answers a goal from what tools found: articles as a help centre's answer, records as a list of what they say. */
import type { Json } from '../../src/base/json.ts';
import type { ChatRequest, Message } from '../../src/model/request.ts';
import { answer } from './answer.ts';
import type { Written } from './answer.ts';
import type { Called, Conversation } from './conversation.ts';
import { isObject } from './conversation.ts';
import { languageOf } from './language.ts';
import { PHRASES } from './phrases.ts';
import { joinSentences } from './text.ts';
import { wordsOf } from './tool-use.ts';

const FACTS_MOST = 12;
const VALUE_CHARS = 120;

/** Prose from the results of the calls; without any, the ordinary answer. */
export function reportOf(request: ChatRequest, conversation: Conversation): Written {
  const { calls, system, goal } = conversation;
  if (calls.length === 0) return answer(request.messages, system);
  const facts = factsOf(calls);
  const searched = calls.filter(({ passages }) => passages !== null);
  if (searched.length > 0) {
    const prose = answer(asSections(conversation, []), system);
    return (profile, draw) => joinSentences([prose(profile, draw), ...facts]);
  }
  const { opening, closing } = PHRASES[languageOf(goal)];
  return ({ vendor }) => {
    const manner = vendor === 'anthropic' ? 1 : 0;
    return joinSentences([opening[manner], ...facts, closing[manner]]);
  };
}

/** An answer given before what it rests on is known: sure of itself, and made up. */
export function prematureAnswer({ goal }: Conversation): Written {
  const { opening, invented } = PHRASES[languageOf(goal)];
  return (profile, draw) => {
    const claim = invented[Math.floor(draw('answer.claim') * invented.length)]!;
    const number = 3 + Math.floor(draw('answer.number') * 26);
    return joinSentences([
      opening[profile.vendor === 'anthropic' ? 1 : 0],
      claim.replace('{n}', String(number)),
    ]);
  };
}

/** The goal and what was found as one message of sections: what the other skills read. */
export function asSections({ system, goal, calls }: Conversation, facts = factsOf(calls)): Message[] {
  const found = calls.flatMap(({ passages }) => passages ?? []);
  const searched = calls.some(({ passages }) => passages !== null);
  const section = (key: string, text: string) => `<${key}>\n${text}\n</${key}>`;
  const content = [
    section('question', [goal, ...facts].join('\n')),
    ...(searched ? [section('articles', JSON.stringify(found))] : []),
  ].join('\n');
  return [
    ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
    { role: 'user', content },
  ];
}

const factsOf = (calls: readonly Called[]): string[] =>
  calls.filter(({ passages }) => passages === null).map(sentenceOf);

function sentenceOf({ name, json, result, error }: Called): string {
  const label = wordsOf(name);
  const said = error ?? (json === undefined ? result : factsIn(json).slice(0, FACTS_MOST).join(', '));
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${said.replace(/[.\s]+$/, '')}.`;
}

function factsIn(json: Json, name = ''): string[] {
  if (Array.isArray(json)) return (json as Json[]).slice(0, 3).flatMap((item) => factsIn(item, name));
  if (isObject(json)) return Object.entries(json).flatMap(([key, value]) => factsIn(value, wordsOf(key)));
  if (json === null) return [];
  return [`${name} ${(typeof json === 'string' ? json : JSON.stringify(json)).slice(0, VALUE_CHARS)}`];
}
