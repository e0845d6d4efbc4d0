import { goto } from '$app/navigation';
import { there } from '$lib/state/nav.svelte';

/** Which of the shell's dialogs are open. */
export const dialogs = $state({ palette: false, help: false });

/** The shortcuts, as the help lists them. Two letters are pressed one after the other. */
export const shortcuts = [
  { keys: ['Ctrl', 'K'], text: 'ui.keys.palette' },
  { keys: ['?'], text: 'ui.keys.help' },
  { keys: ['g', 'o'], text: 'ui.keys.board' },
  { keys: ['g', 'r'], text: 'ui.keys.reports' },
  { keys: ['g', 'i'], text: 'ui.keys.import' },
  { keys: ['e'], text: 'ui.keys.edit' },
  { keys: ['p'], text: 'ui.keys.period' },
  { keys: ['f'], text: 'ui.keys.filter' }
];

const pages: Record<string, string> = { o: '/', r: '/reports', i: '/import' };

let afterG = false;

function typing(e: KeyboardEvent): boolean {
  const el = e.target as HTMLElement;
  return el.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(el.tagName);
}

/** Presses the button that is marked, or holds a mark, to answer to a key. */
function press(key: string): boolean {
  const el = document.querySelector(`[data-key="${key}"]`)?.closest<HTMLElement>('button');
  el?.click();
  return Boolean(el);
}

export function onKey(e: KeyboardEvent): void {
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
    e.preventDefault();
    dialogs.palette = !dialogs.palette;
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e) || document.querySelector('[role=dialog]')) return;
  if (afterG && pages[e.key]) {
    e.preventDefault();
    void goto(there(pages[e.key] ?? '/'));
  } else if (e.key === '?') {
    e.preventDefault();
    dialogs.help = true;
  } else if (['e', 'p', 'f'].includes(e.key) && press(e.key)) {
    e.preventDefault();
  }
  afterG = e.key === 'g';
}
