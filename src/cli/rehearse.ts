/** `npm run rehearse`: the same core as the page's, headless. */
import { examples, type Example } from '../examples/index.ts';
import { readArguments, USAGE, type Asked } from './arguments.ts';
import { openScenario, type Opened } from './open-scenario.ts';
import { asJson, cameToAnEnd, inWords } from './report.ts';
import { runChild } from './run-child.ts';

const EXIT = { ended: 0, failed: 1, refused: 2, hung: 3 } as const;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let asked: Asked | 'help' | 'list';
  let opened: Opened;
  try {
    asked = readArguments(argv);
    if (asked === 'help') return say(USAGE, EXIT.ended);
    if (asked === 'list') return say(catalogue(), EXIT.ended);
    opened = openScenario(asked.target, asked.input);
  } catch (error) {
    return complain(`${(error as Error).message}\n\n${USAGE}`, EXIT.refused);
  }
  return rehearse(asked, opened);
}

async function rehearse(asked: Asked, { scenario, files, entry }: Opened): Promise<number> {
  const seed = asked.seed ?? scenario.seed;
  const ended = await runChild({ scenario, files, entry, seed, seeds: asked.seeds }, asked.timeoutMs);
  switch (ended.type) {
    case 'hung':
      return complain(
        `${entry} gave no answer within ${asked.timeoutMs / 1000} s and was ended: a loop without an end? --timeout gives it longer`,
        EXIT.hung,
      );
    case 'died':
      return complain(`the process that ran ${entry} died: ${ended.message}`, EXIT.hung);
    case 'refused':
      return complain(
        ended.problems
          .map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)
          .join('\n'),
        EXIT.refused,
      );
    case 'done': {
      const rehearsed = { ...ended, scenario: scenario.name, seed, plan: scenario.faults };
      return say(
        asked.json ? asJson(rehearsed) : inWords(rehearsed),
        cameToAnEnd(rehearsed) ? EXIT.ended : EXIT.failed,
      );
    }
  }
}

function catalogue(): string {
  const about = ({ id, title, scenarios }: Example): string[] => [
    `${id}  ${title}`,
    ...scenarios.map(({ id: of, scenario }) => `  ${id}/${of}  ${scenario.description}`),
  ];
  return examples.flatMap(about).join('\n');
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}
