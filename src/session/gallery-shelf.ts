/** Every example but the first, with its sources: what comes after the first verdict. */
import { examples } from '../examples/index.ts';

export { examples };

const authored = import.meta.glob<string>(
  ['../examples/*/*.ts', '!../examples/*/example.ts', '!../examples/triage/*'],
  { query: '?raw', import: 'default', eager: true },
);

const programs = import.meta.glob<string>(['../../programs/*.js', '!../../programs/clients.js'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** By path; a program's files stand where an example's would. */
export const sources: Readonly<Record<string, string>> = {
  ...authored,
  ...Object.fromEntries(
    examples
      .filter(({ program }) => program !== undefined)
      .flatMap(({ id, files }) =>
        files.map((file) => [`../examples/${id}/${file}`, programs[`../../programs/${file}`] ?? '']),
      ),
  ),
};
