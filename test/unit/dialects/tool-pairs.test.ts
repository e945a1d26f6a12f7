import { describe, expect, test } from 'vitest';
import { calledTool, unpaired } from '../../../src/dialects/tool-pairs.ts';
import type { Message } from '../../../src/model/request.ts';

const calls = (...ids: readonly string[]): Message => ({
  role: 'assistant',
  content: '',
  toolCalls: ids.map((id) => ({ id, name: `tool of ${id}`, arguments: '{}' })),
});
const answers = (id: string): Message => ({ role: 'tool', content: 'x', toolCallId: id, name: '' });
const asks: Message = { role: 'user', content: '?' };

describe('the calls of a conversation', () => {
  test.for([
    ['none at all', [asks]],
    ['one that is answered', [asks, calls('a'), answers('a')]],
    ['two, answered in any order', [asks, calls('a', 'b'), answers('b'), answers('a'), asks]],
    ['the same id in another turn', [asks, calls('a'), answers('a'), calls('a'), answers('a')]],
  ] as const)('are in order where there is %s', ([, messages]) => {
    expect(unpaired(messages)).toBeNull();
  });

  test.for([
    ['an answer to nothing', [asks, answers('a')], { what: 'orphan', id: 'a', at: 1 }],
    ['a second answer', [calls('a'), answers('a'), answers('a')], { what: 'orphan', id: 'a', at: 2 }],
    [
      'an answer to an earlier turn',
      [calls('a'), asks, answers('a')],
      { what: 'unanswered', ids: ['a'], at: 0 },
    ],
    ['a call that the last turn made', [asks, calls('a')], { what: 'unanswered', ids: ['a'], at: 1 }],
    ['one of two', [calls('a', 'b'), answers('a'), asks], { what: 'unanswered', ids: ['b'], at: 0 }],
    [
      'a turn of the assistant in between',
      [calls('a'), calls('b'), answers('a')],
      { what: 'unanswered', ids: ['a'], at: 0 },
    ],
  ] as const)('are not where there is %s', ([, messages, wrong]) => {
    expect(unpaired(messages)).toEqual(wrong);
  });

  test('tell the name of the tool by the id of its call', () => {
    expect([calledTool([calls('a', 'b')], 'b'), calledTool([calls('a')], 'b')]).toEqual(['tool of b', '']);
  });
});
