/**
 * Serves the harness page on loopback and carries tasks to it. It owns the queue of each engine's page and the count of
 * what reached the address that nobody in a sandbox may reach.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Task, TaskName, Tasks } from './tasks.ts';

export interface Site {
  readonly html: string;
  /** The harness page's script. */
  readonly script: string;
  /** The shipped sandbox bundle. */
  readonly bundle: string;
  /** The shipped script that lets programs in. */
  readonly door: string;
}

/** A page answers an empty hand after this, and asks again. */
const POLL_MS = 20_000;

/** One engine's page, as seen from here. */
class Line {
  private readonly tasks: Task[] = [];
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(why: Error): void }>();
  private parked: (() => void) | null = null;
  private lastNumber = 0;
  private seen: () => void = () => undefined;
  readonly arrived = new Promise<void>((resolve) => (this.seen = resolve));

  ask(name: TaskName, ask: Task['ask']): Promise<unknown> {
    const number = ++this.lastNumber;
    this.tasks.push({ number, name, ask });
    this.parked?.();
    return new Promise((resolve, reject) => this.waiting.set(number, { resolve, reject }));
  }

  /** The page asks for work: `give` is called once, with null if there is none for a while. */
  poll(give: (task: Task | null) => void): void {
    this.seen();
    const task = this.tasks.shift();
    if (task) {
      give(task);
      return;
    }
    const parked = (): void => {
      clearTimeout(timer);
      if (this.parked === parked) this.parked = null;
      give(this.tasks.shift() ?? null);
    };
    const timer = setTimeout(parked, POLL_MS).unref();
    this.parked = parked;
  }

  answer(answer: Answer): void {
    const { number } = answer;
    const waiting = this.waiting.get(number);
    this.waiting.delete(number);
    if ('error' in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.value);
  }
}

export class HarnessServer {
  private readonly lines = new Map<string, Line>();
  private readonly server: Server;
  private readonly files: Readonly<Record<string, readonly [type: string, text: string]>>;
  /** Paths under /reached/ that anything at all asked for. */
  readonly reached: string[] = [];

  constructor(site: Site) {
    this.files = {
      '/': ['text/html', site.html],
      '/harness.js': ['text/javascript', site.script],
      '/engine.js': ['text/javascript', site.bundle],
      '/door.js': ['text/javascript', site.door],
    };
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('upgrade', ({ url }: IncomingMessage, socket: { destroy(): void }) => {
      this.note(url ?? '');
      socket.destroy();
    });
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** Resolves when the engine's page has begun to ask for work. */
  arrived(engine: string): Promise<void> {
    return this.line(engine).arrived;
  }

  /** Resolves when the engine's page has answered, which may be never. */
  ask<T extends TaskName>(engine: string, name: T, ask: Tasks[T]['ask']): Promise<Tasks[T]['answer']> {
    return this.line(engine).ask(name, ask) as Promise<Tasks[T]['answer']>;
  }

  private line(engine: string): Line {
    const line = this.lines.get(engine) ?? new Line();
    this.lines.set(engine, line);
    return line;
  }

  private note(path: string): void {
    if (path.startsWith('/reached/')) this.reached.push(path.slice('/reached/'.length));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const line = this.line(searchParams.get('engine') ?? '');
    this.note(pathname);
    if (pathname === '/task') {
      line.poll((task) =>
        task ? send(response, 200, 'application/json', JSON.stringify(task)) : send(response, 204),
      );
    } else if (pathname === '/answer') {
      line.answer(JSON.parse(await bodyOf(request)) as Answer);
      send(response, 204);
    } else if (pathname.startsWith('/reached/')) {
      send(response, 200, 'text/javascript');
    } else {
      const [type, text] = this.files[pathname] ?? [];
      send(response, text === undefined ? 404 : 200, type, text);
    }
  }
}

function send(response: ServerResponse, status: number, type = 'text/plain', body?: string): void {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    // Any origin may read: what keeps the sandbox out shall be its own policy.
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
