import { Fault, faultOf, unreachable } from './fault';
import { noteTime } from '$lib/live/now.svelte';
import { reached, missed } from '$lib/state/reach.svelte';

type Scalar = string | number | boolean | undefined | null;
export type Query = Record<string, Scalar | string[]>;

/** How far the writer has come that this page knows of, by workspace: a question asks for facts that hold at least so much. */
const seen = new Map<string, number>();

export function noteSeq(workspace: string, seq: number | undefined): void {
  if (seq && seq > (seen.get(workspace) ?? 0)) seen.set(workspace, seq);
}

export function url(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value)) value.forEach((v) => params.append(key, v));
    else if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

export interface Ask {
  method?: string;
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

/** Asks the API and returns its JSON; failures are Faults. An answer that comes too early is asked for once more. */
export async function ask<T>(path: string, how: Ask = {}): Promise<T> {
  const workspace = String(how.query?.workspace ?? '');
  const response = await send(path, how, workspace);
  const seq = response.headers.get('Peil-Seq');
  if (seq) noteSeq(workspace, Number(seq));
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function send(path: string, how: Ask, workspace: string, again = true): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  const seq = seen.get(workspace);
  if (seq) headers['Peil-Seq'] = String(seq);
  if (how.body !== undefined && !(how.body instanceof Blob)) headers['Content-Type'] = 'application/json';
  const body = how.body === undefined || how.body instanceof Blob ? (how.body as Blob | undefined) : JSON.stringify(how.body);
  let response: Response;
  try {
    response = await fetch(url(path, how.query), { method: how.method ?? 'GET', headers, body: body ?? null, signal: how.signal ?? null });
  } catch (err) {
    if (how.signal?.aborted) throw err;
    missed();
    throw unreachable();
  }
  reached();
  noteTime(response.headers.get('Date'));
  if (response.ok) return response;
  if (response.status === 503 && again) {
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get('Retry-After') ?? 1)));
    return send(path, how, workspace, false);
  }
  throw await fault(response);
}

async function fault(response: Response): Promise<Fault> {
  try {
    const body = await response.json();
    if (typeof body.code === 'string') return new Fault(response.status, body, body);
  } catch {
    // Not JSON: something between this page and Peil answered.
  }
  return new Fault(response.status, faultOf('internal', 'http'));
}
