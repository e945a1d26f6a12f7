// AsyncLocalStorage for a realm without asynchronous contexts: what is stored is there until the first await, which is
// all that the clients count on where they are told that they run in a browser.
export class AsyncLocalStorage {
  #store = undefined;

  run(store, callback, ...given) {
    const before = this.#store;
    this.#store = store;
    try {
      return callback(...given);
    } finally {
      this.#store = before;
    }
  }

  exit(callback, ...given) {
    return this.run(undefined, callback, ...given);
  }

  getStore() {
    return this.#store;
  }

  enterWith(store) {
    this.#store = store;
  }

  disable() {
    this.#store = undefined;
  }
}
