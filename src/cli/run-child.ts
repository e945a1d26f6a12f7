/** Starts the process that runs authored code, gives it its job, and ends it when it spins. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Answer, Job } from './child-message.ts';

const root = resolve(import.meta.dirname, '../..');
const child = resolve(import.meta.dirname, 'child.ts');

export type Ended = Answer | { readonly type: 'hung' } | { readonly type: 'died'; readonly message: string };

/** @param timeoutMs wall ms until a process that has not answered is ended */
export function runChild(job: Job, timeoutMs: number): Promise<Ended> {
  return new Promise((done) => {
    const started = spawn(
      process.execPath,
      ['--permission', `--allow-fs-read=${root}`, '--no-warnings', child],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {},
      },
    );
    let out = '';
    let err = '';
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      started.kill('SIGKILL');
    }, timeoutMs);
    started.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    started.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    started.on('error', (error) => done({ type: 'died', message: error.message }));
    started.on('close', (code) => {
      clearTimeout(timer);
      if (hung) done({ type: 'hung' });
      else if (code !== 0 || out === '')
        done({ type: 'died', message: err.trim().slice(0, 4000) || `it ended with code ${code}` });
      else done(JSON.parse(out) as Answer);
    });
    started.stdin.on('error', () => undefined); // it died before it read its job: 'close' tells
    started.stdin.end(JSON.stringify(job));
  });
}
