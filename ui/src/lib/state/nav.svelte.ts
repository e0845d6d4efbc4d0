import { goto } from '$app/navigation';
import { page } from '$app/state';
import { desk } from './desk.svelte';
import { carried, changed, defaultPeriod, over, readView, type Changes, type View } from './view';

/** What an address without a period means here. It is told when it changes, and not whenever the catalogue is loaded anew. */
class Opens {
  readonly period = $derived(desk.report(page.params.id ?? '')?.period ?? defaultPeriod);
  /** What the dashboard that is shown says where the address says nothing. */
  own = $state('');
}

const opens = new Opens();

/** What the address says now. Read in markup, it follows the address. */
export function view(): View {
  return readView(over(opens.own, page.url.searchParams), opens.period);
}

/** A dashboard tells what it opens with, so that what is seen above it is what its numbers are counted by. */
export function opensWith(own: string): void {
  opens.own = own;
}

/** What is looked at, as a dashboard can keep it. */
export function whole(): URLSearchParams {
  const all = over(opens.own, page.url.searchParams);
  return new URLSearchParams([...all].filter(([, value]) => value));
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
  const query = changed(page.url.searchParams, changes, opens.own).toString();
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
