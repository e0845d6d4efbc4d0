import { goto } from '$app/navigation';
import { page } from '$app/state';
import { desk } from './desk.svelte';
import { carried, changed, defaultPeriod, readView, type Changes, type View } from './view';

/** What an address without a period means here. It is told when it changes, and not whenever the catalogue is loaded anew. */
class Opens {
  readonly period = $derived(desk.report(page.params.id ?? '')?.period ?? defaultPeriod);
}

const opens = new Opens();

/** What the address says now. Read in markup, it follows the address. */
export function view(): View {
  return readView(page.url.searchParams, opens.period);
}

/** The workspace that the address names, "" the usual one. Who needs only that does not start anew when the rest changes. */
export function workspace(): string {
  return page.url.searchParams.get('ws') ?? '';
}

export function param(name: string): string {
  return page.url.searchParams.get(name) ?? '';
}

/** The address of this page with some parameters changed. */
export function here(changes: Changes): string {
  const query = changed(page.url.searchParams, changes).toString();
  return page.url.pathname + (query ? `?${query}` : '');
}

/** The address of another page that looks at the same. */
export function there(path: string, changes: Changes = {}): string {
  const query = changed(carried(page.url.searchParams), changes).toString();
  return path + (query ? `?${query}` : '');
}

/** Changes the address in place. What replaces is not a step to go back over. */
export function set(changes: Changes, replace = false): Promise<void> {
  return goto(here(changes), { keepFocus: true, noScroll: true, replaceState: replace });
}
