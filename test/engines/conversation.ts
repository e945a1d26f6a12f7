/** Asks a sandbox one thing at a time, in a page and in Node alike. */
import type { Event } from '../../src/history/events.ts';
import type { Command, Problem, Report, WorldInputs } from '../../src/sandbox/messages.ts';
import type { SandboxClient, SandboxOptions } from '../../src/sandbox/sandbox-client.ts';
import type { Code, Ran } from './engine.ts';

export type Open = (
  hooks: Pick<SandboxOptions, 'onReport' | 'onDead'>,
) => Pick<SandboxClient, 'send' | 'close'>;

type Sent = Exclude<Command, { type: 'credit' }>;

export class Conversation {
  private readonly door: string;
  private readonly client: Pick<SandboxClient, 'send' | 'close'>;
  private readonly events: Event[] = [];
  private lastNumber = 0;
  private loaded = '';
  private hear: ((report: Report) => void) | null = null;
  private fail: ((why: Error) => void) | null = null;
  private death: Error | null = null;

  /** @param door the shipped script that lets programs in */
  constructor(door: string, open: Open) {
    this.door = door;
    this.client = open({
      onReport: (report) => {
        if (report.type === 'events') for (const event of report.events) this.events.push(event);
        else this.hear?.(report);
      },
      onDead: ({ type, message }) => {
        this.death = new Error(`the sandbox died (${type}): ${message}`);
        this.fail?.(this.death);
      },
    });
  }

  /** Whether the sandbox died: whoever asks further opens another. */
  get ended(): boolean {
    return this.death !== null;
  }

  /** What stands in the way of loading; empty if it loads. */
  async problems(code: Code): Promise<readonly Problem[]> {
    const text = JSON.stringify(code);
    if (text === this.loaded) return [];
    this.loaded = '';
    const { files, entry, program } = code;
    const door = program ? { door: this.door } : {};
    const report = await this.ask({ type: 'load', load: ++this.lastNumber, files, entry, ...door });
    if (report.type === 'refused') return report.problems;
    this.loaded = text;
    return [];
  }

  async run(code: Code, inputs: WorldInputs): Promise<Ran> {
    await this.load(code);
    this.events.length = 0;
    const report = await this.ask({ type: 'run', world: ++this.lastNumber, inputs });
    if (report.type !== 'ended') throw new Error(`a run was answered with '${report.type}'`);
    return { hash: report.hash, history: [...this.events] };
  }

  async sweep(code: Code, inputs: WorldInputs, seeds: number): Promise<readonly string[]> {
    await this.load(code);
    const report = await this.ask({ type: 'sweep', world: ++this.lastNumber, inputs, seeds });
    if (report.type !== 'swept') throw new Error(`a sweep was answered with '${report.type}'`);
    return report.hashes;
  }

  /** Begins a run whose end nobody waits for. */
  async begin(code: Code, inputs: WorldInputs): Promise<void> {
    await this.load(code);
    this.client.send({ type: 'run', world: ++this.lastNumber, inputs });
  }

  close(): void {
    this.client.close();
  }

  private async load(code: Code): Promise<void> {
    const [problem] = await this.problems(code);
    if (problem) throw new Error(`${problem.file}:${problem.line} ${problem.message}`);
  }

  private ask(command: Sent): Promise<Report> {
    return new Promise((resolve, reject) => {
      if (this.death) throw this.death;
      this.fail = reject;
      this.hear = (report) => {
        if (report.type !== 'ready') resolve(report);
      };
      this.client.send(command);
    });
  }
}
