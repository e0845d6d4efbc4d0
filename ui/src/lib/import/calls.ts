import { ask } from '$lib/api/client';
import { Fault, unreachable } from '$lib/api/fault';
import { url } from '$lib/api/client';
import type { ImportDraft, ImportKinds, Imports, ImportTableMapping, Undone } from '$lib/api/types';
import type { Lang } from '$lib/i18n/catalogue';

interface Where {
  workspace: string;
  lang: Lang;
}

export const list = (w: Where, signal?: AbortSignal) => ask<Imports>('/api/v1/imports', { query: { workspace: w.workspace }, signal });
export const kinds = (w: Where, signal?: AbortSignal) => ask<ImportKinds>('/api/v1/imports/kinds', { query: { ...w }, signal });
export const begin = (w: Where) => ask<ImportDraft>('/api/v1/imports', { method: 'POST', query: { workspace: w.workspace } });
export const draft = (w: Where, id: string, signal?: AbortSignal) => ask<ImportDraft>(`/api/v1/imports/${id}`, { query: { ...w }, signal });
export const drop = (w: Where, id: string) => ask<void>(`/api/v1/imports/${id}`, { method: 'DELETE', query: { workspace: w.workspace } });
export const read = (w: Where, id: string, currency?: string) =>
  ask<ImportDraft>(`/api/v1/imports/${id}/read`, { method: 'POST', query: { ...w }, body: { currency } });
export const answer = (w: Where, id: string, answers: Record<string, string>) =>
  ask<ImportDraft>(`/api/v1/imports/${id}/answers`, { method: 'POST', query: { ...w }, body: { answers } });
export const correct = (w: Where, id: string, body: { currency?: string; tables?: ImportTableMapping[]; stages?: unknown[] }) =>
  ask<ImportDraft>(`/api/v1/imports/${id}/mapping`, { method: 'PUT', query: { ...w }, body });
export const apply = (w: Where, id: string) => ask<ImportDraft>(`/api/v1/imports/${id}/apply`, { method: 'POST', query: { ...w } });
export const undo = (w: Where, batch: string, force: boolean) =>
  ask<Undone>(`/api/v1/batches/${batch}/undo`, { method: 'POST', query: { ...w }, body: { force } });
export const refused = (w: Where, id: string) => url(`/api/v1/imports/${id}/refused.csv`, { ...w });

/**
 * Sends a file as it lies on the disk: the browser reads it piece by piece, and
 * none of it is held by the page. Tells how far it has come, from 0 to 1.
 */
export function upload(w: Where, id: string, file: File, told: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url(`/api/v1/imports/${id}/files/${encodeURIComponent(file.name)}`, { ...w }));
    request.upload.onprogress = (e) => e.lengthComputable && told(e.loaded / e.total);
    request.onerror = () => reject(unreachable());
    request.onload = () => {
      if (request.status < 300) return resolve();
      try {
        reject(new Fault(request.status, JSON.parse(request.responseText)));
      } catch {
        reject(unreachable());
      }
    };
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.send(file);
  });
}
