// Five models in a chain: classify, extract, verify,
// generate, format. In January the letters change,
// and the classifier is right in 79 % of them, not in
// 83 %. Reported: the verifier then flagged 60 % of
// all, and half of the queries got "I cannot answer
// this". Four points alone do not do that. What does
// is that the verifier goes by the classifier's
// confidence, and that falls faster: by how much is
// the amplifier. Only the end is watched, where
// everything looks like a reply.
import { classify, extract, generate, orchestration,
  step } from 'rehearsal';
import { letters } from './letters.ts';

interface Stream {
  /** How many before the drift, and as many after. */
  readonly each: number;
  /** Points of confidence for each lost point of
   * accuracy. An assumption: the article gives none.
   * At 1 nothing much happens. */
  readonly amplifier: number;
}
interface Letter {
  readonly text: string;
  readonly drifted: boolean;
  readonly amplifier: number;
}

// 83 % to 79 %: four points.
const DRIFT = 0.04;
// The verifier trusts no label that is less sure.
const SURE = 0.6;
const REFUSAL = 'I cannot answer this.';

const label = classify(
  ['billing', 'technical', 'account', 'general'],
  { model: 'desk-classifier', confidence: true,
    timeout: '3s', retry: 1 });

const classifier = orchestration({
  name: 'Classifier',
  steps: { label },
  async run(letter: Letter, { label }) {
    const month =
      letter.drifted ? '2024-01' : '2023-12';
    const given = await label(
      `Received: ${month}\n${letter.text}`);
    const lost = letter.drifted
      ? letter.amplifier * DRIFT : 0;
    return { label: given.label,
      confidence: given.confidence - lost };
  },
});

export default orchestration({
  name: 'Cascade, broken',
  steps: {
    classify: classifier,
    extract: extract(
      { invoice: 'the invoice number',
        product: 'the plan or product',
        error: 'the error code' },
      { model: 'gpt-4o-mini', timeout: '3s',
        retry: 1 }),
    verify: step(({ confidence }:
      { readonly confidence: number }) =>
      ({ flagged: confidence < SURE })),
    generate: generate({ model: 'claude-3-haiku',
      timeout: '5s', retry: 1,
      system: 'Answer the letter in a sentence.' }),
    format: step((text: string) =>
      ({ text, refused: text === REFUSAL })),
  },
  async run({ each, amplifier }: Stream, _, { map }) {
    const stream = Array.from({ length: 2 * each },
      (_, i) => ({ ...letters[i % letters.length]!,
        drifted: i >= each, amplifier }));
    const done = await map(stream, async (one, s) => {
      const given = await s.classify(one);
      const facts = await s.extract(
        `${given.label}: ${one.text}`);
      const { flagged } = await s.verify(given);
      const known = Object.values(facts)
        .some((fact) => fact !== null);
      const text = flagged && !known
        ? (s.generate.skip('suspicious'), REFUSAL)
        : await s.generate(
          { letter: one.text, facts });
      const { refused } = await s.format(text);
      return { drifted: one.drifted, refused, flagged,
        right: given.label === one.about };
    }, { name: 'letter', concurrency: 1 });
    const share = (drifted: boolean,
      what: 'right' | 'flagged' | 'refused') =>
      done.filter((one) => one.drifted === drifted
        && one[what]).length / each;
    const phase = (drifted: boolean) => ({
      right: share(drifted, 'right'),
      flagged: share(drifted, 'flagged'),
      refused: share(drifted, 'refused') });
    return { before: phase(false),
      after: phase(true) };
  },
});
