import type { LiveEvent } from '$lib/api/types';

/** How far the work is that goes on at the server. */
class Jobs {
  byId = $state<Record<string, LiveEvent>>({});

  take(e: LiveEvent): void {
    if (e.id) this.byId[e.id] = e;
  }
}

export const jobs = new Jobs();
