// The same chain with a monitor on every step, not at
// the end alone: each holds a figure of the last
// outputs against what it was at first. When the
// letters change, the classifier's alarm comes first,
// by name, before the verifier's and before the
// refusals rise: whoever is called knows where to
// look.
import { asStep, classify, extract, generate,
  orchestration, step } from 'rehearsal';
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
// Once through all kinds of letters.
const window = letters.length;

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
  name: 'Cascade, fixed',
  steps: {
    classify: asStep(classifier, { monitor: {
      metric: 'confidence', window, tolerance: 0.1,
      of: ({ confidence }) => confidence } }),
    extract: extract(
      { invoice: 'the invoice number',
        product: 'the plan or product',
        error: 'the error code' },
      { model: 'gpt-4o-mini', timeout: '3s', retry: 1,
        monitor: { metric: 'facts', window,
          tolerance: 0.3,
          of: (facts) => Object.values(facts)
            .some((fact) => fact !== null) } }),
    verify: step(({ confidence }:
      { readonly confidence: number }) =>
      ({ flagged: confidence < SURE }), { monitor: {
        metric: 'flagged', window, tolerance: 0.3,
        of: ({ flagged }) => flagged } }),
    generate: generate({ model: 'claude-3-haiku',
      timeout: '5s', retry: 1,
      monitor: { metric: 'characters', window,
        tolerance: 200, of: (text) => text.length },
      system: 'Answer the letter in a sentence.' }),
    format: step((text: string) =>
      ({ text, refused: text === REFUSAL }), {
      monitor: {
        metric: 'refused', window, tolerance: 0.3,
        of: ({ refused }) => refused } }),
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
