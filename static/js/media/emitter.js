/** Events without the DOM: old WebViews cannot extend EventTarget. */
export class Emitter {
  constructor() {
    this.handlers = new Map();
  }

  /** Call `handler(detail)` on each event; returns a function that stops it. */
  on(name, handler) {
    if (!this.handlers.has(name)) this.handlers.set(name, new Set());
    this.handlers.get(name).add(handler);
    return () => this.handlers.get(name).delete(handler);
  }

  emit(name, detail) {
    const handlers = this.handlers.get(name);
    if (handlers) Array.from(handlers).forEach((handler) => handler(detail));
  }
}
