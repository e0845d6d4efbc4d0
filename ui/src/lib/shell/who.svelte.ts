import type { Me } from '$lib/api/types';

/** Who the browser is used by, and whether the picker is to be open. */
class Who {
  me = $state.raw<Me | null>(null);
  asking = $state(false);

  /** Whether something may be written; opens the picker where the server wants to know who by first. */
  ready(): boolean {
    const missing = (this.me?.needed ?? false) && !this.me?.person;
    if (missing) this.asking = true;
    return !missing;
  }
}

export const who = new Who();
