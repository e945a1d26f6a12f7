/** A model whose letters have moved away from what it learnt: it errs more often on what was written since. */
import type { Profile, SimulatedEndpoint } from '../../src/model/endpoint.ts';
import type { Message } from '../../src/model/request.ts';
import { chatModel } from './chat.ts';

export interface Drift {
  /** The first month that it does not know: '2024-01'. */
  readonly from: string;
  /** How often it is right since then, by skill. */
  readonly accuracy: Profile['accuracy'];
}

/** A first line of a message that says when it was written. */
const RECEIVED = /^Received: (\d{4}-\d{2})\n/;

/** A chat model; the last message may begin with 'Received: 2024-01', and is of no time without it. */
export function drifting(profile: Profile, { from, accuracy }: Drift): SimulatedEndpoint {
  const known = chatModel(profile);
  const unknown = chatModel({ ...profile, accuracy: { ...profile.accuracy, ...accuracy } });
  return {
    profile,
    answer(request, draw) {
      if (request.kind !== 'chat') return known.answer(request, draw);
      const month = RECEIVED.exec(request.messages.at(-1)?.content ?? '')?.[1] ?? '';
      const messages = request.messages.map((message): Message => {
        const content = message.content.replace(RECEIVED, '');
        return { ...message, content };
      });
      return (month >= from ? unknown : known).answer({ ...request, messages }, draw);
    },
  };
}
