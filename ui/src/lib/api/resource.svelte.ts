import { untrack } from 'svelte';
import { Fault } from './fault';
import { pulse } from '$lib/live/pulse.svelte';

/** Answers of before, so that going back shows something at once. */
const kept = new Map<string, unknown>();
const most = 80;
const coming = new Set<string>();

function keep(key: string, value: unknown): void {
  kept.delete(key);
  kept.set(key, value);
  if (kept.size > most) kept.delete(kept.keys().next().value as string);
}

/** Forgets what was answered, where another workspace took its place. */
export function forget(): void {
  kept.clear();
}

/** Asks for what is likely to be wanted next, so that it is there when it is. Whether it comes is nobody's worry. */
export function ahead<T>(key: string, load: (signal: AbortSignal) => Promise<T>): void {
  if (kept.has(key) || coming.has(key)) return;
  coming.add(key);
  load(new AbortController().signal)
    .then((data) => keep(key, data), () => {})
    .finally(() => coming.delete(key));
}

/**
 * What a page shows of the API: loaded when its key changes, again when what it is
 * about has changed, and kept as it was while it loads or fails.
 */
export class Resource<T> {
  data = $state.raw<T | null>(null);
  fault = $state.raw<Fault | null>(null);
  loading = $state(true);
  at = $state<Date | null>(null);
  /** The key that data is the answer to. */
  of = $state.raw<string | null>(null);
  #abort: AbortController | null = null;
  #again = $state(0);

  /** key, which says all that load asks, is null where there is nothing to ask yet; topics are what live changes it is about. */
  constructor(key: () => string | null, load: (signal: AbortSignal) => Promise<T>, topics: () => string[] = () => ['facts']) {
    const wanted = $derived(key());
    $effect(() => {
      const now = wanted;
      void this.#again;
      topics().forEach((topic) => pulse.of(topic));
      if (now === null) return;
      untrack(() => void this.#load(now, load));
      return () => this.#abort?.abort();
    });
  }

  reload(): void {
    this.#again++;
  }

  async #load(key: string, load: (signal: AbortSignal) => Promise<T>): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    const before = kept.get(key) as T | undefined;
    if (before !== undefined) this.#show(key, before);
    this.loading = true;
    try {
      const data = await load(abort.signal);
      if (abort.signal.aborted) return;
      keep(key, data);
      this.#show(key, data);
      this.fault = null;
      this.at = new Date();
    } catch (err) {
      if (abort.signal.aborted) return;
      if (!(err instanceof Fault)) throw err;
      this.fault = err;
    } finally {
      if (!abort.signal.aborted) this.loading = false;
    }
  }

  #show(key: string, data: T): void {
    this.data = data;
    this.of = key;
  }
}
