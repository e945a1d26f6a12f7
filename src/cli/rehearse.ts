#!/usr/bin/env node
/** `rehearse`: the same core as the page's, headless. */
import { examples, type Example } from '../examples/index.ts';
import { readArguments, type Asked } from './arguments.ts';
import type { Job } from './child-message.ts';
import { EXIT, EXIT_BY_SIGNAL } from './exit-codes.ts';
import { openScenario, type Opened } from './open-scenario.ts';
import { PLACE } from './place.ts';
import { progressBar } from './progress-bar.ts';
import { readText } from './read-text.ts';
import { asJson, inWords } from './report.ts';
import { replayedWords, replayJob } from './replay.ts';
import { runChild, type Ended } from './run-child.ts';
import { survived } from './survival.ts';
import { TRY_HELP, USAGE } from './usage.ts';

const NO_INPUT = 'The run was given no input: --input or --input-file hands it one.';

for (const [signal, code] of Object.entries(EXIT_BY_SIGNAL)) process.once(signal, () => process.exit(code));
// whoever read what is printed, such as `head`, has had enough
process.stdout.on('error', () => process.exit());

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) =>
  // Node's own exit code for it is 1, which says that the run failed
  complain(`rehearse itself went wrong: ${(error as Error).stack ?? String(error)}`, EXIT.ended),
);

async function main(argv: readonly string[]): Promise<number> {
  let asked: Asked;
  let opened: Opened;
  try {
    const read = readArguments(argv);
    if (read === 'help') return say(USAGE, EXIT.survived);
    if (read === 'version') return say(PLACE.version, EXIT.survived);
    if (read === 'list') return say(catalogue(), EXIT.survived);
    asked = read;
    if (asked.replay) return await replay(asked, replayJob(asked.target, asked.replay));
    const input = asked.inputFile === null ? asked.input : readText(asked.inputFile, 'input');
    opened = openScenario(asked.target, input, asked);
  } catch (error) {
    return complain(`rehearse: ${(error as Error).message}\n${TRY_HELP}`, EXIT.refused);
  }
  return rehearse(asked, opened);
}

async function rehearse(asked: Asked, { scenario, files, entry, program }: Opened): Promise<number> {
  const seed = asked.seed ?? scenario.seed;
  const bar = progressBar(process.stderr, asked.seeds, process.env, () => performance.now());
  process.once('exit', () => bar.close()); // a signal may end this process while the bar stands
  let done = 0;
  let fallen = 0;
  const ended = await runChild(
    {
      ...{ scenario, files, entry, seed, seeds: asked.seeds, twice: asked.twice },
      ...(program ? { program } : {}),
    },
    asked.timeoutMs,
    (world) => bar.show(++done, (fallen += survived(world) ? 0 : 1)),
  );
  bar.close();
  if (ended.type !== 'done') return notDone(ended, entry, seed, asked.timeoutMs);
  const rehearsed = { ...ended, scenario: scenario.name, plan: scenario.faults };
  const well = ended.worlds.every(survived);
  if (!well && scenario.input === null) complain(NO_INPUT, EXIT.failed);
  return say(asked.json ? asJson(rehearsed) : inWords(rehearsed), well ? EXIT.survived : EXIT.failed);
}

async function replay({ target, timeoutMs, json }: Asked, job: Job): Promise<number> {
  const ended = await runChild(job, timeoutMs);
  if (ended.type !== 'replayed') return notDone(ended, job.entry, job.seed, timeoutMs);
  const same = ended.parts === null;
  const words = `${target}: ${replayedWords(job.again?.history.length ?? 0, ended)}.`;
  const { hash, parts } = ended;
  return say(json ? JSON.stringify({ same, hash, parts }) : words, same ? EXIT.survived : EXIT.failed);
}

/** What is said where nothing came of it. */
function notDone(ended: Ended, entry: string, seed: number, timeoutMs: number): number {
  switch (ended.type) {
    case 'hung':
      return complain(
        `${entry} gave no answer within ${timeoutMs / 1000} s in the world of seed ${seed + ended.worlds} and was ended: a loop without an end? --timeout gives it longer`,
        EXIT.ended,
      );
    case 'died':
      return complain(`the process that ran ${entry} died: ${ended.message}`, EXIT.ended);
    case 'refused':
      return complain(
        ended.problems
          .map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)
          .join('\n'),
        EXIT.refused,
      );
    case 'differs':
      return complain(
        `the world of seed ${ended.seed} is not the same twice. First difference: ${ended.what}.`,
        EXIT.failed,
      );
    case 'done':
    case 'replayed':
      return complain(`${entry} did something else than was asked of it`, EXIT.ended);
  }
}

function catalogue(): string {
  const about = ({ id, title, scenarios }: Example): string[] => [
    `${id}  ${title}`,
    ...scenarios.map(({ id: of, scenario }) => `  ${id}/${of}  ${scenario.description}`),
  ];
  const here = examples.filter(({ program }) => program === undefined || PLACE.programs !== null);
  return here.flatMap(about).join('\n');
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}
