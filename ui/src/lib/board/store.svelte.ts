import { ask } from '$lib/api/client';
import { Fault } from '$lib/api/fault';
import type { Card, Dashboard } from '$lib/api/types';
import type { Lang } from '$lib/i18n/catalogue';

/** A dashboard in hand: what is shown, and what is saved of it as it is changed. */
export class Desktop {
  board = $state.raw<Dashboard | null>(null);
  /** Set when somebody else's change came in between and was taken over. */
  overtaken = $state(false);
  fault = $state.raw<Fault | null>(null);
  saving = $state(false);
  #queue: Promise<void> = Promise.resolve();
  /** Changes that the server does not have yet. */
  #waiting = 0;

  constructor(private readonly where: () => { workspace: string; lang: Lang }) {}

  show(board: Dashboard | null): void {
    // An answer that was under way when a change was made is older than it.
    if (board && this.board?.id === board.id && (this.#waiting > 0 || board.version < this.board.version)) return;
    this.board = board;
  }

  /** Shows a change at once and saves it; changes are saved one after the other. */
  change(part: Partial<Pick<Dashboard, 'name' | 'shared' | 'view' | 'cards'>>): Promise<void> {
    if (!this.board) return Promise.resolve();
    this.board = { ...this.board, ...part };
    this.overtaken = false;
    this.#waiting++;
    this.#queue = this.#queue.then(() => this.#save()).finally(() => this.#waiting--);
    return this.#queue;
  }

  cards(cards: Card[]): Promise<void> {
    return this.change({ cards });
  }

  async #save(): Promise<void> {
    const b = this.board;
    if (!b) return;
    this.saving = true;
    try {
      const body = { version: b.version, name: b.name, shared: b.shared, view: b.view, cards: b.cards };
      const saved = await ask<Dashboard>(`/api/v1/dashboards/${b.id}`, { method: 'PUT', query: this.where(), body });
      if (this.board?.id === saved.id) this.board = { ...this.board, version: saved.version };
      this.fault = null;
    } catch (err) {
      if (!(err instanceof Fault)) throw err;
      this.#failed(err);
    } finally {
      this.saving = false;
    }
  }

  #failed(err: Fault): void {
    const current = (err.body as { current?: Dashboard } | null)?.current;
    if (err.status === 409 && current) {
      this.board = current;
      this.overtaken = true;
      return;
    }
    this.fault = err;
  }
}
