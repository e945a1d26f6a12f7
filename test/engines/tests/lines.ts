/** What is wrong in authored source is shown at its file and line, whoever found it. */
import { workOf, type BundleEngine } from '../engine.ts';
import { check, type Report } from '../report.ts';

/** Its second file begins the trouble, so that a line of the joined script is not mistaken for one of the file. */
const entry = `import { orchestration } from 'rehearsal';
import { help } from './help';

interface Ticket {
  readonly body: string;
}

export default orchestration({
  name: 'Lines',
  steps: {},
  async run(ticket: Ticket) {
    return help(ticket.body);
  },
});
`;

const HELP = 'help.ts';
const project = (help: string) => workOf('lines', { 'lines.ts': entry, [HELP]: help }, { body: 'hello' });

const thrown = project(`// The type is stripped, its lines stay.
export interface Help {
  readonly text: string;
}

export function help(text: string): Help {
  const upper = text.toUpperCase();
  if (upper !== text) throw new Error('planted in line 8');
  return { text: upper };
}
`);

const native = project(`export function help(text: string): string {
  const parts = null as unknown as { first: string };

  return parts.first + text;
}
`);

/** What is found before anything runs, by the line of help.ts in which it stands. */
const refused = [
  {
    what: 'an unknown import',
    line: 3,
    says: 'nowhere',
    work: project(
      `type Text = string;\n\nimport { found } from './nowhere';\nexport const help = (text: Text) => found(text);\n`,
    ),
  },
  {
    what: 'syntax that the compiler passes and the engine refuses',
    line: 4,
    says: 'the JavaScript engine refuses this',
    work: project(
      `export function help(text: string): string {\n  let twice: string = text;\n  type Own = string;\n  let twice: Own = text;\n  return twice;\n}\n`,
    ),
  },
  {
    what: 'an error thrown while a module is loaded',
    line: 2,
    says: 'planted at the top',
    work: project(
      `export const help = (text: string): string => text;\nthrow new Error('planted at the top');\n`,
    ),
  },
] as const;

export async function lines(report: Report, engine: BundleEngine): Promise<void> {
  const { name } = engine;
  await report.test(`an error that authored code throws is shown at its line in ${name}`, async () => {
    const failure = await failureOf(engine, thrown);
    check(failure?.message === 'planted in line 8', `the run ended with ${JSON.stringify(failure)}`);
    checkPlace(failure.$unhashed, 8);
  });
  await report.test(
    `an error that the engine throws in authored code is shown at its line in ${name}`,
    async () => {
      const failure = await failureOf(engine, native);
      check(failure !== undefined, 'the run did not fail');
      checkPlace(failure.$unhashed, 4);
    },
  );
  for (const { what, line, says, work } of refused)
    await report.test(`${what} is shown at its line in ${name}`, async () => {
      const [problem] = await engine.problems(work.code);
      check(problem !== undefined, 'it loaded');
      checkPlace(problem, line);
      check(problem.message.includes(says), `the message is '${problem.message}'`);
    });
}

async function failureOf(engine: BundleEngine, work: typeof thrown) {
  const { history } = await engine.run(work, 1);
  const finished = history.find((event) => event.type === 'run.finished');
  return finished?.failure;
}

function checkPlace(
  place: { readonly file?: string; readonly line?: number } | undefined,
  line: number,
): void {
  const shown = `${place?.file ?? 'no file'}:${place?.line ?? 'no line'}`;
  check(shown === `${HELP}:${line}`, `it is shown at ${shown}, and stands at ${HELP}:${line}`);
}
