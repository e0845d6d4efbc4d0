import { noteSeq, url } from '$lib/api/client';
import type { LiveEvent } from '$lib/api/types';
import { missed, reached } from '$lib/state/reach.svelte';
import { pulse } from './pulse.svelte';
import { boards } from './boards.svelte';
import { jobs } from './jobs.svelte';

/** Kinds of message as the server names its events. */
const types: LiveEvent['type'][] = ['hello', 'facts', 'dashboard', 'dashboards', 'note', 'import', 'job', 'workspaces', 'resync'];

/** Puts a message where what shows it looks. */
export function take(e: LiveEvent): void {
  if (e.seq) noteSeq(e.workspace, e.seq);
  switch (e.type) {
    case 'hello':
      return;
    case 'resync':
      ['facts', 'dashboards', 'notes', 'imports', 'workspaces'].forEach((topic) => pulse.beat(topic));
      return;
    case 'dashboard':
      boards.changed(e.id ?? '', e.version ?? 0, e.deleted ?? false);
      return;
    case 'job':
      jobs.take(e);
      return;
    case 'note':
    case 'import':
      pulse.beat(e.type + 's');
      if (e.type === 'note') pulse.beat('facts');
      return;
  }
  pulse.beat(e.type);
}

/**
 * Follows a workspace's stream of changes. One tab of the browser holds the
 * stream (a Web Lock decides which) and tells the others; a hidden tab lets go.
 * Returns what stops it.
 */
export function listen(workspace: string): () => void {
  const channel = new BroadcastChannel(`peil-live-${workspace}`);
  channel.onmessage = (m: MessageEvent<LiveEvent>) => take(m.data);
  let stop: (() => void) | null = null;
  const start = () => (stop ??= lead(workspace, channel));
  const look = () => {
    if (document.visibilityState === 'visible') start();
    else {
      stop?.();
      stop = null;
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    stop?.();
    channel.close();
  };
}

/** Waits for the lock and then holds the stream; returns what gives both up. */
function lead(workspace: string, channel: BroadcastChannel): () => void {
  const wait = new AbortController();
  let release = () => {};
  navigator.locks
    .request(`peil-live-${workspace}`, { signal: wait.signal }, () => {
      if (wait.signal.aborted) return;
      const close = stream(workspace, channel);
      return new Promise<void>((resolve) => {
        release = () => {
          close();
          resolve();
        };
      });
    })
    .catch(() => {});
  return () => {
    wait.abort();
    release();
  };
}

/** Opens the stream. The browser joins it again by itself; what was missed is told, or all is asked anew. */
function stream(workspace: string, channel: BroadcastChannel): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lost = false;
  const open = () => {
    source = new EventSource(url('/api/v1/live', { workspace }));
    for (const type of types) {
      source.addEventListener(type, (m) => {
        const event = JSON.parse((m as MessageEvent<string>).data) as LiveEvent;
        channel.postMessage(event);
        take(event);
      });
    }
    source.onopen = () => {
      reached();
      if (lost) take({ type: 'resync', workspace, at: '' });
      lost = false;
    };
    source.onerror = () => {
      lost = true;
      if (source?.readyState !== EventSource.CLOSED) {
        missed();
        return;
      }
      // Refused: try again later by ourselves.
      timer = setTimeout(open, 5000);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
