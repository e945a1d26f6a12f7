/** Answers in prose: reads who asks what from the messages, and writes what the articles say. */
import type { Draw, Profile } from '../../src/model/endpoint.ts';
import type { Message } from '../../src/model/request.ts';
import { compose, joined } from './compose.ts';
import type { Question, Reply } from './compose.ts';
import { numbersOf } from './grounding.ts';
import { languageOf } from './language.ts';
import { PHRASES, QUOTES } from './phrases.ts';
import { perform, taskOf } from './rewrite.ts';
import { asPassages, bodyOf, readSections } from './sections.ts';
import type { Passage, Section } from './sections.ts';

/** A text as one model writes it on one call. */
export type Written = (profile: Profile, draw: Draw) => string;

const ASKED = /ticket|question|query|message|input|body|user|customer|request|problem|prompt/i;
const LABELS = /label|classif|intent|meta/i;
const RECALL =
  /\b(?:what did i (?:ask|say|write)|my (?:first|last|previous|earlier) (?:question|message)|remember|did i (?:mention|say|tell)|i (?:told|asked) you|first two|qué (?:te )?pregunté|mi pregunta anterior|ma (?:première|dernière) question|qu'ai-je|meine (?:erste|letzte|vorige) frage|habe ich (?:gefragt|gesagt))|さっき|前の質問|最初の質問/i;

/** Prepares the answer to a conversation. Pure: the work is done once, and each call only adds what it draws. */
export function answer(messages: readonly Message[], system: string): Written {
  const said = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
  const last = said.at(-1) ?? '';
  const sections = readSections(last);
  const task = taskOf(system) ?? (sections || system !== '' ? null : taskOf(last));
  if (task) {
    const given = sections ? givenText(sections) : withoutInstruction(last, system);
    const done = perform(task, given, system === '' ? last : system);
    return () => done;
  }
  if (!sections && RECALL.test(last)) {
    const recalled = recall(said.slice(0, -1), last);
    return () => recalled;
  }
  const earlier = sections ? askedBefore(sections) : null;
  if (sections && earlier) {
    const asked = questionIn(sections).text;
    if (RECALL.test(asked)) {
      const recalled = recall(earlier, asked);
      return () => recalled;
    }
  }
  const question = sections ? questionIn(sections) : { text: last, labels: {}, passages: 'skipped' as const };
  const context = sections ? '' : said.slice(-3, -1).join('\n');
  const replies = ([0, 1] as const).map((manner) =>
    compose({ ...question, manner, text: question.text || context }),
  );
  return (profile, draw) =>
    spoken(replies[profile.vendor === 'anthropic' ? 1 : 0]!, question.passages, profile, draw);
}

/** The reply of one call: as often as the model is wrong, with a sentence in it that no article holds up. */
function spoken(reply: Reply, passages: Question['passages'], profile: Profile, draw: Draw): string {
  const honest = reply.body.length === 0 || draw('answer') < (profile.accuracy['answer'] ?? 1);
  if (honest) return joined(reply);
  const { invented } = PHRASES[reply.language];
  const sentence = invented[Math.floor(draw('answer.claim') * invented.length)]!;
  return joined(reply, sentence.replace('{n}', String(numberOutside(passages, draw('answer.number')))));
}

/** A number from 3 to 28 that no passage holds: plausible, and wrong. */
function numberOutside(passages: Question['passages'], at: number): number {
  const held = new Set(
    typeof passages === 'string' ? [] : passages.flatMap(({ title, text }) => numbersOf(`${title} ${text}`)),
  );
  const free = Array.from({ length: 26 }, (_, i) => i + 3).filter((n) => !held.has(String(n)));
  return free[Math.floor(at * free.length)] ?? 29;
}

/** Question, labels and articles among the sections of an object input. */
function questionIn(sections: readonly Section[]): Omit<Question, 'manner'> {
  const source = sections.find(({ json }) => asPassages(json) !== null);
  const passages = source ? (asPassages(source.json) as Passage[]) : null;
  const labels = sections.find((section) => section !== source && LABELS.test(section.key));
  const open = sections.filter((section) => section !== source && section !== labels);
  const asked = open.find(({ key }) => ASKED.test(key)) ?? open[0];
  return {
    text: asked ? bodyOf(asked) : '',
    labels:
      typeof labels?.json === 'object' && labels.json !== null
        ? (labels.json as Record<string, unknown>)
        : {},
    passages:
      passages === null
        ? source || nothingFound(sections)
          ? 'empty'
          : 'skipped'
        : passages.length > 0
          ? passages
          : 'empty',
  };
}

/** A source that came back as null, after a search that failed: looked for, and nothing found. */
const nothingFound = (sections: readonly Section[]): boolean =>
  sections.some(
    ({ key, text }) => /article|context|knowledge|source|document/i.test(key) && text.trim() === 'null',
  );

/** The questions of earlier exchanges, `[{ question, answer }]`, where a section holds them; null where none does. */
function askedBefore(sections: readonly Section[]): readonly string[] | null {
  const kept = sections.find(({ key }) =>
    /^(?:before|earlier|history|conversation|memory)$/i.test(key),
  )?.json;
  if (!Array.isArray(kept)) return null;
  return (kept as unknown[]).flatMap((one) => {
    const { question } = (one ?? {}) as { question?: unknown };
    return typeof question === 'string' ? [question] : [];
  });
}

/** The text that a task is about: the section that names a text, else the longest; a report takes all of them. */
function givenText(sections: readonly Section[]): string {
  const named = sections.find(({ key }) =>
    /^(?:text|draft|reply|answer|response|body|article|content)$/i.test(key),
  );
  if (named) return bodyOf(named);
  if (sections.length === 1) return bodyOf(sections[0]!);
  return sections.map((section) => `${section.key}: ${flattened(section.json ?? section.text)}`).join('\n');
}

function flattened(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(flattened).join('; ');
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${flattened(inner)}`)
    .join(', ');
}

/** A message that gives its own task loses the line that gives it. */
function withoutInstruction(message: string, system: string): string {
  if (system !== '') return message;
  const rest = message.replace(/^[^\n:]{0,200}[:\n]\s*/, '');
  return rest.trim() === '' ? message : rest;
}

/** What was said before, quoted. */
function recall(before: readonly string[], last: string): string {
  const language = languageOf(last);
  const [open, close] = QUOTES[language];
  if (before.length === 0) return PHRASES[language].nothingToRecall;
  const list = before
    .slice(-5)
    .map((text) => `${open}${text.length > 120 ? `${text.slice(0, 119)}…` : text}${close}`);
  return PHRASES[language].recalled.replace('{list}', () => list.join(language === 'ja' ? '、' : ', '));
}
