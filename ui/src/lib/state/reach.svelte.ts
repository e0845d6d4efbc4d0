/** Whether the server is reached, and since when it is not. */
class Reach {
  away = $state(false);
  since = $state<Date | null>(null);
}

export const reach = new Reach();

export function reached(): void {
  reach.away = false;
  reach.since = null;
}

export function missed(): void {
  if (reach.away) return;
  reach.away = true;
  reach.since = new Date();
}
