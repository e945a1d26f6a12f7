// Gives a Node thread the few globals of a worker in a browser that the shipped bundle takes, then runs the bundle.
import { Script } from 'node:vm';
import { workerData } from 'node:worker_threads';

const { bundle, engine, port } = workerData;
const scope = globalThis;
const listeners = { message: [], error: [], unhandledrejection: [], rejectionhandled: [] };
const tell = (type, event) =>
  listeners[type].forEach((listener) => listener({ preventDefault() {}, ...event }));

// Node loads its web interfaces when one is first asked for, which takes globals that the bundle closes.
void Response;

// A blob would be read later, and a script must run now.
const scripts = new Map();
scope.Blob = function (parts) {
  this.parts = parts;
};
URL.createObjectURL = ({ parts }) => {
  const url = `blob:node/${scripts.size}`;
  scripts.set(url, parts.join(''));
  return url;
};
URL.revokeObjectURL = () => undefined;

Object.assign(scope, {
  self: scope,
  addEventListener: (type, listener) => listeners[type]?.push(listener),
  importScripts(url) {
    try {
      new Script(scripts.get(url), { filename: url }).runInThisContext();
    } catch (error) {
      const place = error.stack.startsWith(`${url}:`) ? error.stack.slice(url.length + 1) : '';
      tell('error', { message: `Uncaught ${error}`, filename: url, lineno: parseInt(place) || 0, colno: 0 });
    }
  },
});
process.on('unhandledRejection', (reason, promise) => tell('unhandledrejection', { reason, promise }));
process.on('uncaughtException', (error) =>
  tell('error', { error, message: `Uncaught ${error}`, filename: '', lineno: 0, colno: 0 }),
);
process.on('rejectionHandled', (promise) => tell('rejectionhandled', { promise }));

new Script(bundle, { filename: 'sandbox.js' }).runInThisContext();
tell('message', { data: engine, ports: [port] });
