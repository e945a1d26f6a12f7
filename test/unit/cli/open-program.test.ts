import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScenario } from '../../../src/cli/open-scenario.ts';

const programs = resolve(import.meta.dirname, '../../../programs');
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'open-program-'))));
afterAll(() => rm(folder, { recursive: true }));

const opened = async (program: string) => {
  const file = join(folder, `${program}.scenario.json`);
  const scenario = {
    format: 'rehearsal-scenario',
    version: 1,
    name: 'Mine',
    orchestration: { program },
    input: { question: 'How?' },
    seed: 4,
  };
  await writeFile(file, JSON.stringify(scenario));
  return openScenario(file, null);
};

test('a shipped program is opened like any example, with its scenario and from its own folder', () => {
  const { scenario, files, entry, program } = openScenario('program-openai-chat/limited', null);
  expect(scenario).toMatchObject({ name: 'Rate limited', orchestration: { program: 'openai-chat' } });
  expect(entry).toBe('openai-chat.js');
  expect(files.map(({ path }) => path).sort()).toEqual(['help.js', 'openai-chat.js']);
  expect(program?.entry).toBe(join(programs, 'openai-chat.js'));
});

test('a scenario of one’s own may name a shipped program', async () => {
  const { scenario, program } = await opened('langgraph');
  expect(scenario).toMatchObject({ seed: 4, input: { question: 'How?' } });
  expect(program?.entry).toBe(join(programs, 'langgraph.js'));
});

test('a program that is not shipped is refused, and the others are named', async () => {
  await expect(opened('crewai')).rejects.toThrow(
    /there is no program 'crewai'; the programs are openai-chat, .*langgraph, bare-fetch/,
  );
});
